package dev.hawser.launcher.up;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A text file that another process appends to; read in whole lines. */
public final class FollowedFile {

    private static final int LIMIT = 1 << 20;

    private final Path file;
    private long position;

    public FollowedFile(Path file) {
        this.file = file;
    }

    /** Goes on with what is appended from now on. */
    public FollowedFile fromEnd() throws IOException {
        position = Files.exists(file) ? Files.size(file) : 0;
        return this;
    }

    /** The whole lines that were added since the last call, with their line ends. */
    public Optional<String> newText() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (channel.size() < position) {
                position = 0;
            }
            var bytes = ByteBuffer.allocate((int) Math.min(channel.size() - position, LIMIT));
            channel.position(position).read(bytes);
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            String lines = text.substring(0, text.lastIndexOf('\n') + 1);
            position += lines.getBytes(StandardCharsets.UTF_8).length;
            return lines.isEmpty() ? Optional.empty() : Optional.of(lines);
        }
    }
}
