package dev.hawser.agent.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Reads {@code agent.yaml}; a setting that it does not know is refused. */
public final class ConfigFile {

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ConfigFile() {}

    /**
     * The settings of a file; defaults if there is none.
     *
     * @throws InvalidConfigException if it cannot be understood
     */
    public static AgentConfig read(Path file) {
        if (!Files.exists(file)) {
            return AgentConfig.EMPTY;
        }
        try {
            String text = Files.readString(file);
            if (text.isBlank()) {
                return AgentConfig.EMPTY;
            }
            Map<String, Object> tree = YAML.readValue(text, new TypeReference<>() {});
            return tree == null ? AgentConfig.EMPTY : YAML.convertValue(tree, AgentConfig.class);
        } catch (IllegalArgumentException e) {
            throw invalid(file, e.getCause() instanceof JsonMappingException cause ? cause : e);
        } catch (JsonProcessingException e) {
            throw invalid(file, e);
        } catch (IOException e) {
            throw new InvalidConfigException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static InvalidConfigException invalid(Path file, Exception e) {
        String where = e instanceof JsonMappingException mapping ? mapping.getPathReference() + ": " : "";
        String what = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return new InvalidConfigException(file + ": " + where + what, e);
    }
}
