package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.SetSecurityTokenServicePreferencesRequest;
import dev.virga.api.iam.SetSecurityTokenServicePreferencesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Notes which tokens the global endpoint of STS should give. They are the same everywhere here; the
/// summary of the account shows what was set.
final class SetSecurityTokenServicePreferences
        implements Operation<SetSecurityTokenServicePreferencesRequest, SetSecurityTokenServicePreferencesResponse> {
    private final Tables tables;

    SetSecurityTokenServicePreferences(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<SetSecurityTokenServicePreferencesRequest, SetSecurityTokenServicePreferencesResponse> op() {
        return IamOps.SetSecurityTokenServicePreferences;
    }

    @Override
    public List<Access> access(SetSecurityTokenServicePreferencesRequest input, Call call) {
        return List.of(Access.to("iam:SetSecurityTokenServicePreferences", "*"));
    }

    @Override
    public SetSecurityTokenServicePreferencesResponse handle(
            SetSecurityTokenServicePreferencesRequest input, Call call) {
        tables.accounts.setTokenVersion(call.account(), "v2Token".equals(input.globalEndpointTokenVersion()) ? 2 : 1);
        return SetSecurityTokenServicePreferencesResponse.builder().build();
    }
}
