package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Service;
import dev.virga.kernel.Time;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import java.util.Collection;
import java.util.List;

/// Makes what templates describe. A thin user of the other services' operations.
public final class CloudFormation implements Service {
    private final List<Operation<?, ?>> operations;
    private final Deployments deployments;

    public CloudFormation(Store store, Cloud cloud, Time time) {
        this(store, cloud, time, types());
    }

    CloudFormation(Store store, Cloud cloud, Time time, Collection<ResourceType> resourceTypes) {
        StackTable table = new StackTable(store);
        ResourceTypes types = new ResourceTypes(resourceTypes);
        Transforms transforms = new Transforms((template, parameters) -> template);
        deployments = new Deployments(table, cloud, time, types);
        Stacks stacks = new Stacks(table, deployments, types, transforms, time);
        TemplateSource source = new TemplateSource(cloud);
        operations = List.of(new CreateStack(stacks, source), new DeleteStack(stacks), new DescribeStacks(table));
    }

    private static List<ResourceType> types() {
        return List.of(new FunctionResource(), new RoleResource(), new TableResource());
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
