package dev.virga.services.cloudformation.sam;

import dev.virga.wire.AwsException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The serverless transform: a pure function from a template with `Transform:
/// AWS::Serverless-2016-10-31` to a template of plain CloudFormation resources.
///
/// Steps: check the structure; merge the globals; give every HTTP API a definition and the implicit
/// one a resource; translate functions, then APIs (whose definitions the functions filled), then
/// the rest; last, rewrite references to what got another logical id. Mistakes are gathered, so
/// that one attempt names them all.
public final class SamTransform {
    private static final String SERVERLESS = "AWS::Serverless::";
    private static final String FUNCTION = "AWS::Serverless::Function";

    private final Translation translation;

    private SamTransform(Translation translation) {
        this.translation = translation;
    }

    /// @param parameterValues values of parameters by name, for where SAM needs them at once
    /// @param region for what differs by partition; null for the ordinary one
    /// @throws AwsException ValidationError with SAM's text
    public static Map<String, @Nullable Object> apply(
            Map<String, @Nullable Object> template, Map<String, Object> parameterValues, @Nullable String region) {
        try {
            Translation translation = new Translation(Tree.copyOf(template), parameterValues, region);
            return new SamTransform(translation).run();
        } catch (SamInvalid e) {
            throw invalid(List.of(e.text()));
        }
    }

    private static AwsException invalid(List<String> messages) {
        String text = "Invalid Serverless Application Specification document. Number of errors found: "
                + messages.size() + ". " + String.join(" ", messages);
        return new AwsException("ValidationError", 400, text);
    }

    private Map<String, @Nullable Object> run() {
        checkStructure();
        new SamGlobals(translation.template()).mergeAll(translation.resources());
        checkProperties();
        stopOnErrors();
        SamHttpApis apis = new SamHttpApis(translation);
        apis.prepare();
        List<String> order = new ArrayList<>();
        for (boolean functions : new boolean[] {true, false}) {
            translation.resources().forEach((id, value) -> {
                if (functions == FUNCTION.equals(Tree.objectOrEmpty(value).get("Type"))) {
                    order.add(id);
                }
            });
        }
        for (String id : order) {
            try {
                translate(id, Tree.objectOrEmpty(translation.resources().get(id)), apis);
            } catch (SamInvalid e) {
                translation.error(e);
            }
        }
        stopOnErrors();
        return translation.finish();
    }

    private void checkStructure() {
        Map<String, @Nullable Object> resources =
                Tree.object(translation.template().get("Resources"));
        if (resources == null || resources.isEmpty()) {
            throw SamInvalid.document("'Resources' section is required");
        }
        if (!resources.values().stream().allMatch(Map.class::isInstance)) {
            throw SamInvalid.document(
                    "All 'Resources' must be Objects. If you're using YAML, this may be an" + " indentation issue.");
        }
    }

    private void checkProperties() {
        translation.resources().forEach((id, value) -> {
            Map<String, @Nullable Object> resource = Tree.objectOrEmpty(value);
            if (resource.containsKey("Connectors")) {
                translation.error(SamInvalid.unsupported(id, "The attribute 'Connectors'"));
                return;
            }
            if (!(resource.get("Type") instanceof String type) || !type.startsWith(SERVERLESS)) {
                return;
            }
            if (!resource.containsKey("Properties")) {
                resource.put("Properties", Tree.map());
            }
            if (!(resource.get("Properties") instanceof Map)) {
                translation.error(SamInvalid.resource(id, "Attribute 'Properties' should be a map."));
            } else if (type.equals(FUNCTION)) {
                try {
                    SamFunction.checkRules(new SamResource(translation, id, resource));
                } catch (SamInvalid e) {
                    translation.error(e);
                }
            }
        });
    }

    private void stopOnErrors() {
        if (!translation.errors().isEmpty()) {
            throw invalid(translation.errors().stream()
                    .sorted(Comparator.comparing(SamInvalid::subject).thenComparing(SamInvalid::text))
                    .map(SamInvalid::text)
                    .distinct()
                    .toList());
        }
    }

    private void translate(String id, Map<String, @Nullable Object> resource, SamHttpApis apis) {
        if (!(resource.get("Type") instanceof String type) || !type.startsWith(SERVERLESS)) {
            translation.keep(id, resource);
            return;
        }
        SamResource source = new SamResource(translation, id, resource);
        switch (type) {
            case FUNCTION -> new SamFunction(source, apis).translate();
            case "AWS::Serverless::HttpApi" -> new SamHttpApi(source).translate();
            case "AWS::Serverless::SimpleTable" -> new SamSimpleTable(source).translate();
            case "AWS::Serverless::LayerVersion" -> new SamLayerVersion(source).translate();
            default -> throw SamInvalid.unsupported(id, "The type " + type);
        }
    }
}
