package dev.virga.services.sts;

import dev.virga.api.sts.StsOps;
import dev.virga.kernel.AuthorizationMessages;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.IdentityTokens;
import dev.virga.kernel.MfaCodes;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Service;
import dev.virga.kernel.SessionTokens;
import dev.virga.kernel.Time;
import dev.virga.kernel.saml.SamlIssuers;
import dev.virga.wire.Model;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// AWS Security Token Service. It keeps nothing: a session token says itself whom it stands for,
/// and is sealed with the installation's key. Any thread may call it.
public final class Sts implements Service {
    /// What became of the tokens of identity providers, since the server started.
    ///
    /// @param accepted how many opened a session
    /// @param refused how many did not, by reason
    /// @param fetches of keys from providers
    /// @param failedFetches of those, how many failed
    public record TokenCounts(long accepted, Map<String, Long> refused, long fetches, long failedFetches) {}

    private final Cloud cloud;
    private final Authorizer authorizer;
    private final Mfa mfa;
    private final IdentityTokens identityTokens;
    private final SamlIssuers samlIssuers;
    private final Set<String> endpoints;
    private final Time time;
    private final byte[] rootKey;
    private final RefusedTokens counts = new RefusedTokens();
    private final IssuerKeys issuers;

    /// @param cloud where IAM is asked for roles, policies and identity providers
    /// @param identityTokens signed for services elsewhere
    /// @param samlIssuers whose assertions are taken
    /// @param endpoints that the cloud is reached at by what the operator said, not the client
    /// @param rootKey the one that IAM got
    /// @param development whether identity providers on this machine are asked as well
    public Sts(
            Cloud cloud,
            Authorizer authorizer,
            MfaCodes mfaCodes,
            IdentityTokens identityTokens,
            SamlIssuers samlIssuers,
            Set<String> endpoints,
            Time time,
            byte[] rootKey,
            boolean development) {
        this.cloud = cloud;
        this.authorizer = authorizer;
        this.mfa = new Mfa(mfaCodes);
        this.identityTokens = identityTokens;
        this.samlIssuers = samlIssuers;
        this.endpoints = Set.copyOf(endpoints);
        this.time = time;
        this.rootKey = rootKey.clone();
        this.issuers = new IssuerKeys(new HttpsFetch(development), time);
    }

    public TokenCounts tokenCounts() {
        return new TokenCounts(counts.accepted(), counts.refused(), issuers.fetched(), issuers.failed());
    }

    @Override
    public Model model() {
        return StsOps.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        Roles roles = new Roles(cloud);
        SessionTokens tokens = new SessionTokens(rootKey);
        RoleSessions sessions = new RoleSessions(time, tokens);
        WebIdentities identities = new WebIdentities(cloud, time, issuers, counts);
        SamlAssertions assertions = new SamlAssertions(samlIssuers, endpoints, time, counts);
        FederatedTrust trust = new FederatedTrust(authorizer, counts);
        return List.of(
                new AssumeRole(roles, sessions, mfa),
                new AssumeRoleWithSAML(roles, sessions, assertions, trust, counts),
                new AssumeRoot(),
                new AssumeRoleWithWebIdentity(roles, sessions, identities, trust, counts),
                new DecodeAuthorizationMessage(new AuthorizationMessages(rootKey)),
                new GetAccessKeyInfo(),
                new GetCallerIdentity(),
                new GetDelegatedAccessToken(),
                new GetFederationToken(roles, time, tokens),
                new GetSessionToken(time, tokens, mfa),
                new GetWebIdentityToken(identityTokens, time));
    }
}
