package io.ebsnap.config;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** A configuration file as texts by key; every key that is not known is an error. */
final class ConfigFile {

    private static final int BYTES_MAX = 1 << 20;
    private static final int SIMILAR_DISTANCE_MAX = 3;

    private final Path file;

    private ConfigFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @return the values that it has, by {@link Setting#path}
     */
    static Map<String, String> read(Path file) {
        return new ConfigFile(file).values();
    }

    /**
     * Reads the accounts of a file.
     *
     * @return those of its section {@code [accounts]}, in their order
     */
    static List<AccountConfig> accounts(Path file) {
        JsonNode section = new ConfigFile(file).parse().path(AccountsSection.NAME);
        return section.isMissingNode() ? List.of() : AccountsSection.read(file, section);
    }

    private Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        for (Map.Entry<String, JsonNode> section : parse().properties()) {
            if (section.getKey().equals(AccountsSection.NAME)
                    && section.getValue().isObject()) {
                continue; // its keys are accounts
            }
            requireSection(section.getKey(), section.getValue());
            for (Map.Entry<String, JsonNode> entry : section.getValue().properties()) {
                Setting<?> setting = setting(section.getKey(), entry.getKey());
                values.put(setting.path(), text(setting, entry.getValue()));
            }
        }
        return values;
    }

    private JsonNode parse() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new Failure.Invalid(file + " is longer than " + BYTES_MAX + " bytes");
            }
            return new TomlMapper().readTree(bytes);
        } catch (IOException e) {
            throw new Failure.Unavailable("reading the configuration " + file + ": " + e, e);
        } catch (JacksonException e) {
            throw new Failure.Invalid(
                    file + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(),
                    "see ebsnapd.conf(5)");
        }
    }

    private void requireSection(String name, JsonNode node) {
        List<String> sections =
                Settings.ALL.stream().map(Setting::section).distinct().toList();
        if (!sections.contains(name)) {
            throw new Failure.Invalid(file + ": there is no section [" + name + "]", suggestion(name, sections));
        }
        if (!node.isObject()) {
            throw new Failure.Invalid(file + ": " + name + " is not a section", "write it as [" + name + "]");
        }
    }

    private Setting<?> setting(String section, String name) {
        List<Setting<?>> candidates = Settings.ALL.stream()
                .filter(setting -> setting.section().equals(section))
                .collect(Collectors.toList());
        return candidates.stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Failure.Invalid(
                        file + ": section [" + section + "] has no key '" + name + "'",
                        suggestion(name, candidates.stream().map(Setting::name).toList())));
    }

    private String text(Setting<?> setting, JsonNode value) {
        boolean fits = setting.isText() ? value.isString() : value.isIntegralNumber();
        if (!fits) {
            throw new Failure.Invalid(
                    file + ": " + setting.path() + " is not a "
                            + (setting.isText() ? "text in quotes" : "whole number"),
                    "for example: " + setting.name() + " = " + setting.fallback());
        }
        return value.asString();
    }

    private static String suggestion(String name, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .filter(nearest -> distance(name, nearest) <= SIMILAR_DISTANCE_MAX)
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse("known are " + String.join(", ", known));
    }

    /** How many letters must be added, left out or changed. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
