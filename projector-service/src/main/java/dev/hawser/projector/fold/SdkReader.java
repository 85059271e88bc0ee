package dev.hawser.projector.fold;

import dev.hawser.harness.chunk.ChunkType;
import java.util.Set;

/**
 * The major version of the AI SDK whose reader a fold equals. They read the same chunks and differ in a few corners
 * (ADR 23); golden files made by each hold the fold to both.
 */
public enum SdkReader {
    /** npm package {@code ai}, version 6. */
    AI_6,
    /** npm package {@code ai}, version 7. */
    AI_7;

    private static final Set<ChunkType> SINCE_7 = Set.of(
            ChunkType.RESET_STEP,
            ChunkType.TOOL_APPROVAL_RESPONSE,
            ChunkType.REASONING_FILE,
            ChunkType.CUSTOM,
            ChunkType.STEERING_MESSAGE);

    /** Whether this reader knows a type of chunk; it passes over those that it does not know. */
    boolean knows(ChunkType type) {
        return this != AI_6 || !SINCE_7.contains(type);
    }

    /** Whether a text may go on after the end of its step. */
    boolean keepsTextsOpen() {
        return this != AI_6;
    }

    /** Whether a text may bring citations, and a request for consent its reason. */
    boolean keepsCitationsAndReasons() {
        return this != AI_6;
    }

    /** Whether the unusable input of a known tool is kept apart from usable ones. */
    boolean setsBadInputApart() {
        return this == AI_6;
    }

    /** Whether what stands first in a list is kept although it is no value, or none yet. */
    boolean trustsFirstOfList() {
        return this == AI_6;
    }
}
