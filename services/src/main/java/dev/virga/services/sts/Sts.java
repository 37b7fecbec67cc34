package dev.virga.services.sts;

import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Service;
import dev.virga.kernel.SessionTokens;
import dev.virga.kernel.Time;
import dev.virga.wire.Model;
import java.util.List;

/// AWS Security Token Service. It keeps nothing: a session token says itself whom it stands for,
/// and is sealed with the installation's key. Any thread may call it.
public final class Sts implements Service {
    private final Cloud cloud;
    private final Time time;
    private final SessionTokens tokens;

    /// @param cloud where IAM is asked for roles and policies
    /// @param rootKey the one that IAM got
    public Sts(Cloud cloud, Time time, byte[] rootKey) {
        this.cloud = cloud;
        this.time = time;
        this.tokens = new SessionTokens(rootKey);
    }

    @Override
    public Model model() {
        return StsOps.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                new AssumeRole(new Roles(cloud), time, tokens),
                new GetAccessKeyInfo(cloud),
                new GetCallerIdentity(),
                new GetSessionToken(time, tokens));
    }
}
