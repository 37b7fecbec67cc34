package dev.virga.services.iam;

import dev.virga.api.iam.OrganizationNotFoundException;
import dev.virga.wire.AwsException;

/// An account here belongs to no organization: what needs one answers as AWS does to such an account.
final class NoOrganization {
    private NoOrganization() {}

    static AwsException notFound() {
        return new OrganizationNotFoundException(
                "The request was rejected because no organization is associated with your account.");
    }
}
