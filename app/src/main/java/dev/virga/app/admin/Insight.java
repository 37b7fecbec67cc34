package dev.virga.app.admin;

import dev.virga.app.deploy.Deployer;
import dev.virga.kernel.AuthorizationMessages;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Time;
import dev.virga.kernel.audit.ExplainedCalls;
import dev.virga.kernel.audit.UsedPermissions;

/// What `virga iam` asks: why IAM decided as it did, and what roles use.
public record Insight(
        Authorizer authorizer, ExplainedCalls explained, UsedPermissions used, AuthorizationMessages messages) {
    Command explain(Cloud cloud, Installation installation, Time time) {
        return new ExplainCommand(explained, authorizer, messages, cloud, installation, time);
    }

    Command tighten(Cloud cloud, Installation installation, Deployer deployer) {
        return new TightenCommand(cloud, installation, deployer, used);
    }
}
