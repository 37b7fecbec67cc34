package dev.virga.app.deploy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// A template's references to code in local folders, found and replaced in its text. The rest of
/// the text, its lines and columns included, stays as its author wrote it, so that errors point to
/// the right place.
final class TemplateCode {
    /// CloudFormation's limit for templates in S3.
    static final int MAX_TEMPLATE_CHARS = 1_000_000;

    private static final int MAX_ALIASES = 50;
    private static final Set<String> FUNCTION_TYPES = Set.of("AWS::Serverless::Function", "AWS::Lambda::Function");

    /// @param owner logical id, or `Globals`
    /// @param path as it stands in the template
    /// @param asLocation whether S3Bucket and S3Key go there instead of an `s3://` address
    /// @param begin first character of the value in the text
    /// @param end behind the value's last character
    record Reference(String owner, String path, String runtime, boolean asLocation, int begin, int end) {}

    /// Where the code of a reference lies.
    record Uploaded(String bucket, String key) {}

    private final String text;
    private final List<Reference> references = new ArrayList<>();

    private TemplateCode(String text) {
        this.text = text;
    }

    /// @throws DeployFailed with line and column when the text is no YAML or JSON
    static TemplateCode read(String fileName, String text) throws DeployFailed {
        if (text.length() > MAX_TEMPLATE_CHARS) {
            throw new DeployFailed(fileName + " is larger than " + MAX_TEMPLATE_CHARS + " characters");
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(fileName)
                .setUseMarks(true)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setCodePointLimit(MAX_TEMPLATE_CHARS)
                .build();
        TemplateCode code = new TemplateCode(text);
        try {
            Node root = new Compose(settings).composeString(text).orElse(null);
            if (!(root instanceof MappingNode template)) {
                throw new DeployFailed(fileName + " is no template: it holds no mapping");
            }
            code.find(template);
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark()
                    .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                    .orElse("");
            throw new DeployFailed(fileName + place + ": " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new DeployFailed(fileName + ": " + e.getMessage(), e);
        }
        return code;
    }

    List<Reference> references() {
        return references;
    }

    /// The text with every reference replaced.
    String with(Map<Reference, Uploaded> uploaded) {
        List<Reference> last = new ArrayList<>(references);
        last.sort(Comparator.comparingInt(Reference::begin).reversed());
        StringBuilder out = new StringBuilder(text);
        for (Reference reference : last) {
            Uploaded place = uploaded.get(reference);
            if (place != null) {
                out.replace(reference.begin, reference.end, value(reference, place));
            }
        }
        return out.toString();
    }

    /// Means the same in YAML and in JSON.
    private static String value(Reference reference, Uploaded place) {
        return reference.asLocation
                ? "{\"S3Bucket\": \"" + place.bucket + "\", \"S3Key\": \"" + place.key + "\"}"
                : "\"s3://" + place.bucket + "/" + place.key + "\"";
    }

    private void find(MappingNode template) {
        MappingNode globals = mapping(mapping(template, "Globals"), "Function");
        String globalRuntime = scalar(globals, "Runtime", "");
        add("Globals", globals, "CodeUri", globalRuntime, false);
        MappingNode resources = mapping(template, "Resources");
        if (resources == null) {
            return;
        }
        for (NodeTuple entry : resources.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode id && entry.getValueNode() instanceof MappingNode resource) {
                String type = scalar(resource, "Type", "");
                MappingNode properties = mapping(resource, "Properties");
                String runtime = scalar(properties, "Runtime", globalRuntime);
                if (FUNCTION_TYPES.contains(type)) {
                    add(id.getValue(), properties, "CodeUri", runtime, false);
                    add(id.getValue(), properties, "Code", runtime, true);
                } else if (type.equals("AWS::Serverless::LayerVersion")) {
                    add(id.getValue(), properties, "ContentUri", "", false);
                } else if (type.equals("AWS::Lambda::LayerVersion")) {
                    add(id.getValue(), properties, "Content", "", true);
                }
            }
        }
    }

    private void add(String owner, @Nullable MappingNode in, String property, String runtime, boolean asLocation) {
        Node value = in == null ? null : value(in, property);
        // Functions (`!Sub …`) and `s3://` addresses are not local.
        if (!(value instanceof ScalarNode scalar)
                || !scalar.getTag().getValue().startsWith("tag:yaml.org,")
                || scalar.getValue().startsWith("s3://")) {
            return;
        }
        int begin = scalar.getStartMark().orElseThrow().getIndex();
        int end = scalar.getEndMark().orElseThrow().getIndex();
        references.add(new Reference(
                owner,
                scalar.getValue(),
                runtime,
                asLocation,
                text.offsetByCodePoints(0, begin),
                text.offsetByCodePoints(0, end)));
    }

    private static @Nullable MappingNode mapping(@Nullable MappingNode in, String name) {
        return in != null && value(in, name) instanceof MappingNode found ? found : null;
    }

    private static String scalar(@Nullable MappingNode in, String name, String otherwise) {
        return in != null && value(in, name) instanceof ScalarNode found ? found.getValue() : otherwise;
    }

    private static @Nullable Node value(MappingNode in, String name) {
        for (NodeTuple entry : in.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
                return entry.getValueNode();
            }
        }
        return null;
    }
}
