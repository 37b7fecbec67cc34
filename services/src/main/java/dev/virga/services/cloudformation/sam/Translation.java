package dev.virga.services.cloudformation.sam;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One template on its way: what came in, what goes out, and what is wrong.
final class Translation {
    private final Map<String, @Nullable Object> template;
    private final SamParameters parameters;
    private final SamReferences references = new SamReferences();
    private final SamPolicyTemplates policyTemplates = new SamPolicyTemplates();
    private final Map<String, @Nullable Object> output = new LinkedHashMap<>();
    private final List<SamInvalid> errors = new ArrayList<>();

    /// @param template a copy that the translation may change
    Translation(Map<String, @Nullable Object> template, Map<String, Object> values, @Nullable String region) {
        this.template = template;
        this.parameters = new SamParameters(template, values, region);
    }

    Map<String, @Nullable Object> template() {
        return template;
    }

    /// The resources as the template has them, and the implicit ones.
    Map<String, @Nullable Object> resources() {
        return Tree.child(template, "Resources");
    }

    Map<String, @Nullable Object> conditions() {
        return Tree.child(template, "Conditions");
    }

    SamParameters parameters() {
        return parameters;
    }

    SamReferences references() {
        return references;
    }

    SamPolicyTemplates policyTemplates() {
        return policyTemplates;
    }

    List<SamInvalid> errors() {
        return errors;
    }

    void error(SamInvalid error) {
        errors.add(error);
    }

    /// A resource that is no serverless one. Events may have changed it already.
    void keep(String id, Map<String, @Nullable Object> resource) {
        output.put(id, resource);
    }

    /// A resource that the serverless resource `owner` expands to.
    void emit(
            String owner,
            String id,
            String type,
            Map<String, @Nullable Object> properties,
            Map<String, @Nullable Object> attributes) {
        if (!id.equals(owner) && resources().containsKey(id)) {
            throw SamInvalid.duplicate(owner, id, type);
        }
        Map<String, @Nullable Object> resource = Tree.map("Type", type, "Properties", properties);
        resource.putAll(Tree.copyOf(attributes));
        output.put(id, resource);
    }

    Map<String, @Nullable Object> finish() {
        template.put("Resources", output);
        if (Tree.objectOrEmpty(template.get("Conditions")).isEmpty()) {
            template.remove("Conditions");
        }
        template.remove("Transform");
        template.remove("Globals");
        references.rewrite(output);
        output.values().forEach(resource -> references.rewriteDependsOn(Tree.objectOrEmpty(resource)));
        references.rewrite(template.get("Outputs"));
        return template;
    }
}
