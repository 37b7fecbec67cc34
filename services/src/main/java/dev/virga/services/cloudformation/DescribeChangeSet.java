package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.Change;
import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.DescribeChangeSetInput;
import dev.virga.api.cloudformation.DescribeChangeSetOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows a change set.
final class DescribeChangeSet implements Operation<DescribeChangeSetInput, DescribeChangeSetOutput> {
    private final ChangeSets changeSets;

    DescribeChangeSet(ChangeSets changeSets) {
        this.changeSets = changeSets;
    }

    @Override
    public Op<DescribeChangeSetInput, DescribeChangeSetOutput> op() {
        return CloudformationOps.DescribeChangeSet;
    }

    @Override
    public List<Access> access(DescribeChangeSetInput input, Call call) {
        return CfnAccess.to("DescribeChangeSet", call, input.stackName());
    }

    @Override
    public DescribeChangeSetOutput handle(DescribeChangeSetInput input, Call call) {
        ChangeSets.Found found = changeSets.get(Place.of(call), input.changeSetName(), input.stackName());
        DescribeChangeSetOutput shown = found.set().shown();
        List<Change> all = shown.changes() == null ? List.of() : shown.changes();
        Page<Change> page = Page.of(
                all, input.nextToken(), change -> change.resourceChange().logicalResourceId());
        return shown.toBuilder().changes(page.items()).nextToken(page.next()).build();
    }
}
