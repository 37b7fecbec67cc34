package dev.virga.services.sts;

import dev.virga.api.iam.Role;
import dev.virga.api.sts.AssumeRoleWithSAMLRequest;
import dev.virga.api.sts.AssumeRoleWithSAMLResponse;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Temporary credentials of a role for somebody whom a SAML identity provider vouches for. Nobody signs
/// the request: the assertion is the proof.
final class AssumeRoleWithSAML implements Operation<AssumeRoleWithSAMLRequest, AssumeRoleWithSAMLResponse> {
    private static final String ACTION = "sts:AssumeRoleWithSAML";

    private final Roles roles;
    private final SessionPolicies policies;
    private final RoleSessions sessions;
    private final SamlAssertions assertions;
    private final FederatedTrust trust;
    private final RefusedTokens counts;

    AssumeRoleWithSAML(
            Roles roles, RoleSessions sessions, SamlAssertions assertions, FederatedTrust trust, RefusedTokens counts) {
        this.roles = roles;
        this.policies = new SessionPolicies(roles);
        this.sessions = sessions;
        this.assertions = assertions;
        this.trust = trust;
        this.counts = counts;
    }

    @Override
    public Op<AssumeRoleWithSAMLRequest, AssumeRoleWithSAMLResponse> op() {
        return StsOps.AssumeRoleWithSAML;
    }

    /// Decided in [#handle].
    @Override
    public List<Access> access(AssumeRoleWithSAMLRequest input, Call call) {
        return List.of();
    }

    @Override
    public AssumeRoleWithSAMLResponse handle(AssumeRoleWithSAMLRequest input, Call call) {
        Arn arn = Arn.parse(input.roleArn());
        Arn provider = Arn.parse(input.principalArn());
        if (arn == null) {
            throw StsErrors.invalidArn(input.roleArn());
        }
        if (provider == null
                || !provider.service().equals("iam")
                || !provider.resource().startsWith("saml-provider/")) {
            throw StsErrors.invalidArn(input.principalArn());
        }
        Role role = roles.find(input.roleArn(), call);
        SamlAssertions.Proven proven = assertions.prove(input.samlAssertion(), provider);
        SamlClaims claims = proven.claims();
        if (!arn.account().equals(provider.account()) || !claims.names(input.roleArn(), input.principalArn())) {
            throw trust.refused(ACTION);
        }
        SessionTags tags = SessionTags.of(claims.tags(), claims.values("TransitiveTagKeys"), proven.caller());
        String sourceIdentity = claims.value("SourceIdentity");
        Role trusting = trust.require(
                new FederatedTrust.Asked(
                        ACTION,
                        input.roleArn(),
                        role,
                        proven.sessionName(),
                        proven.caller(),
                        proven.keys(),
                        tags,
                        sourceIdentity,
                        input.durationSeconds()),
                call);
        RoleSessions.Opened opened = sessions.open(new RoleSessions.Wanted(
                trusting,
                proven.sessionName(),
                seconds(input.durationSeconds(), claims, trusting, call),
                policies.join(input.policy(), input.policyArns(), arn.account(), call),
                tags,
                sourceIdentity,
                proven.caller().provider(),
                null,
                proven.keys()));
        counts.accept();
        return AssumeRoleWithSAMLResponse.builder()
                .credentials(Issue.shape(opened.issued()))
                .assumedRoleUser(opened.user())
                .packedPolicySize(opened.packedPercent())
                .subject(claims.subject())
                .subjectType(claims.subjectType())
                .issuer(claims.issuer())
                .audience(claims.confirmation().recipient())
                .nameQualifier(proven.nameQualifier())
                .sourceIdentity(sourceIdentity)
                .build();
    }

    /// What the request asks for, else the provider; never longer than the provider's own session.
    private static int seconds(@Nullable Integer asked, SamlClaims claims, Role role, Call call) {
        Integer given = asked == null ? claims.sessionSeconds() : asked;
        int seconds = RoleSessions.seconds(given, role);
        Instant end = claims.sessionEnd();
        if (end == null) {
            return seconds;
        }
        long left = Duration.between(call.time(), end).toSeconds();
        return Math.clamp(left, 1, seconds);
    }
}
