package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Service;
import dev.virga.kernel.Time;
import dev.virga.kernel.crypto.Seals;
import dev.virga.services.cloudformation.sam.SamTransform;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes what templates describe. A thin user of the other services' operations.
public final class CloudFormation implements Service {
    private final StackTable table;
    private final List<Operation<?, ?>> operations;
    private final Deployments deployments;

    /// @param seals encrypt templates, parameters and properties at rest
    public CloudFormation(Store store, Seals seals, Cloud cloud, Time time) {
        this(store, seals, cloud, time, types());
    }

    CloudFormation(Store store, Seals seals, Cloud cloud, Time time, Collection<ResourceType> resourceTypes) {
        table = new StackTable(store, seals);
        ResourceTypes types = new ResourceTypes(resourceTypes);
        Transforms transforms = new Transforms(SamTransform::apply);
        deployments = new Deployments(table, cloud, time, types);
        Stacks stacks = new Stacks(table, deployments, types, transforms, time, new StoredParameters(cloud));
        TemplateSource source = new TemplateSource(cloud);
        ChangeSets changeSets = new ChangeSets(table);
        operations = List.of(
                new CancelUpdateStack(stacks),
                new CreateChangeSet(stacks, source),
                new CreateStack(stacks, source),
                new DeleteChangeSet(changeSets),
                new DeleteStack(stacks),
                new DescribeChangeSet(changeSets),
                new DescribeStackEvents(table),
                new DescribeStackResource(table),
                new DescribeStackResources(table),
                new DescribeStacks(table),
                new ExecuteChangeSet(stacks, changeSets),
                new GetTemplate(table),
                new GetTemplateSummary(stacks, source),
                new ListChangeSets(table),
                new ListExports(table),
                new ListImports(table),
                new ListStackResources(table),
                new ListStacks(table),
                new UpdateStack(stacks, source),
                new UpdateTerminationProtection(table),
                new ValidateTemplate(stacks, source));
    }

    private static List<ResourceType> types() {
        return List.of(
                new AliasResource(),
                new ApiPartResource.OfDeployment(),
                new ApiPartResource.OfIntegration(),
                new ApiPartResource.OfRoute(),
                new ApiPartResource.OfStage(),
                new BucketPolicyResource(),
                new BucketResource(),
                new EventInvokeConfigResource(),
                new FunctionResource(),
                new HttpApiResource(),
                new KinesisConsumerResource(),
                new KinesisStreamResource(),
                new KmsAliasResource(),
                new KmsKeyResource(),
                new LayerVersionResource(),
                new LogGroupResource(),
                new ManagedPolicyResource(),
                new ParameterResource(),
                new PermissionResource(),
                new PolicyResource(),
                new RoleResource(),
                new RotationScheduleResource(),
                new SecretPolicyResource(),
                new SecretResource(),
                new TableResource(),
                new UserResource(),
                new VersionResource(),
                new WaitConditionHandleResource());
    }

    @Override
    public Map<String, String> tags(String arn, Call call) {
        // Operations name stacks by name, whose ids policies do not know: `stack/NAME/*`.
        StackRow stack =
                table.find(Place.of(call), arn.replaceFirst("^.*:stack/", "").replaceFirst("/.*", ""));
        Map<String, String> tags = new LinkedHashMap<>();
        if (stack != null && stack.stack().tags() != null) {
            stack.stack().tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        }
        return tags;
    }

    @Override
    public Model model() {
        return CloudformationOps.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations;
    }

    @Override
    public void start() {
        deployments.start();
    }

    @Override
    public void close() {
        deployments.close();
    }
}
