package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.wire.Member;
import dev.virga.wire.Op;
import dev.virga.wire.Shape;

/// Shapes of the model that rows hold.
final class Shapes {
    static final Shape STACK = listed(CloudformationOps.DescribeStacks, "Stacks");
    static final Shape EVENT = listed(CloudformationOps.DescribeStackEvents, "StackEvents");
    static final Shape EXPORT = listed(CloudformationOps.ListExports, "Exports");

    private Shapes() {}

    private static Shape listed(Op<?, ?> op, String name) {
        Member items = op.output().member(name);
        if (items == null) {
            throw new IllegalStateException(op + " has no " + name);
        }
        return items.target().element().target();
    }
}
