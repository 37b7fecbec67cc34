package dev.virga.services.cloudformation;

import dev.virga.api.ssm.AddTagsToResourceRequest;
import dev.virga.api.ssm.DeleteParameterRequest;
import dev.virga.api.ssm.GetParameterRequest;
import dev.virga.api.ssm.PutParameterRequest;
import dev.virga.api.ssm.RemoveTagsFromResourceRequest;
import dev.virga.api.ssm.SsmOps;
import dev.virga.api.ssm.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `AWS::SSM::Parameter`.
final class ParameterResource implements ResourceType {
    private static final String RESOURCE_TYPE = "Parameter";
    private static final Schema SCHEMA =
            new Schema("AllowedPattern DataType Description Name! Policies Tags Tier Type* Value*");

    @Override
    public String name() {
        return "AWS::SSM::Parameter";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public NameRule naming() {
        return new NameRule("Name", 512, false);
    }

    @Override
    public TagForm tagging() {
        return TagForm.MAP;
    }

    @Override
    public boolean taken(Deed deed, Properties properties) {
        return deed.there(
                SsmOps.GetParameter,
                GetParameterRequest.builder().name(properties.required("Name")).build());
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        String name = properties.required("Name");
        Map<String, String> tags = properties.tags("Tags");
        deed.callUnlessThere(
                SsmOps.PutParameter,
                request(properties).tags(tags.isEmpty() ? null : tags(tags)).build());
        return made(name, properties);
    }

    private static Made made(String name, Properties properties) {
        return Made.of(name, properties).with("Type", properties.text("Type")).with("Value", properties.text("Value"));
    }

    private static PutParameterRequest.Builder request(Properties properties) {
        String type = properties.required("Type");
        if (type.equals("SecureString")) {
            throw CfnErrors.validation("AWS::SSM::Parameter does not support the type SecureString.");
        }
        return PutParameterRequest.builder()
                .name(properties.required("Name"))
                .type(type)
                .value(properties.required("Value"))
                .description(properties.text("Description"))
                .allowedPattern(properties.text("AllowedPattern"))
                .dataType(properties.text("DataType"))
                .policies(properties.json("Policies"))
                .tier(properties.text("Tier"));
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        String name = before.physicalId();
        deed.call(SsmOps.PutParameter, request(properties).overwrite(true).build());
        Map<String, String> wanted = properties.tags("Tags");
        List<String> gone =
                new ArrayList<>(new Properties(before.properties()).tags("Tags").keySet());
        gone.removeAll(wanted.keySet());
        if (!gone.isEmpty()) {
            deed.call(
                    SsmOps.RemoveTagsFromResource,
                    RemoveTagsFromResourceRequest.builder()
                            .resourceType(RESOURCE_TYPE)
                            .resourceId(name)
                            .tagKeys(gone)
                            .build());
        }
        if (!wanted.isEmpty()) {
            deed.call(
                    SsmOps.AddTagsToResource,
                    AddTagsToResourceRequest.builder()
                            .resourceType(RESOURCE_TYPE)
                            .resourceId(name)
                            .tags(tags(wanted))
                            .build());
        }
        return made(name, properties);
    }

    @Override
    public void delete(Deed deed, Made made) {
        deed.callUnlessGone(
                SsmOps.DeleteParameter,
                DeleteParameterRequest.builder().name(made.physicalId()).build());
    }
}
