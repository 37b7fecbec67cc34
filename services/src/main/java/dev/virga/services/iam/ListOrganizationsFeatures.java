package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListOrganizationsFeaturesRequest;
import dev.virga.api.iam.ListOrganizationsFeaturesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Would list what an organization may do with the roots of its accounts. There is none.
final class ListOrganizationsFeatures
        implements Operation<ListOrganizationsFeaturesRequest, ListOrganizationsFeaturesResponse> {

    @Override
    public Op<ListOrganizationsFeaturesRequest, ListOrganizationsFeaturesResponse> op() {
        return IamOps.ListOrganizationsFeatures;
    }

    @Override
    public List<Access> access(ListOrganizationsFeaturesRequest input, Call call) {
        return List.of(Access.to("iam:ListOrganizationsFeatures", "*"));
    }

    @Override
    public ListOrganizationsFeaturesResponse handle(ListOrganizationsFeaturesRequest input, Call call) {
        throw NoOrganization.notFound();
    }
}
