package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Call;
import dev.virga.kernel.CallLog;
import dev.virga.kernel.Credentials;
import dev.virga.kernel.Door;
import dev.virga.kernel.IdentityTokens;
import dev.virga.kernel.MfaCodes;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.Service;
import dev.virga.kernel.SessionTokens;
import dev.virga.kernel.Time;
import dev.virga.kernel.crypto.Seals;
import dev.virga.kernel.policy.GrantedActions;
import dev.virga.kernel.saml.SamlIssuers;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// AWS Identity and Access Management. Besides its operations it answers the straight line's two
/// questions: who signed ([#credentials]) and whether they may ([#authorizer]).
///
/// Everything is durable but caches. Any thread may call it.
public final class Iam implements Service {
    /// The keys of the account itself.
    public record RootCredentials(String accessKeyId, String secretAccessKey) {}

    private final Tables tables;
    private final String account;
    private final boolean development;
    private final Credentials credentials;
    private final Authorizer authorizer;
    private final LastAccess lastAccess;
    private final OutboundIssuers issuers;

    /// @param account twelve digits: the account whose root keys are made at the first start
    /// @param rootKey at least 32 random bytes that only this installation knows; they seal session
    ///     tokens
    /// @param seals for what is secret in the store
    /// @param development whether the credentials that everybody knows are taken; see
    ///     [DevelopmentKeys]
    public Iam(Store store, Time time, String account, byte[] rootKey, Seals seals, boolean development) {
        this.tables = new Tables(store, time, seals.of("iam"));
        this.lastAccess = new LastAccess(tables.lastAccess, time);
        this.issuers = new OutboundIssuers(new OutboundIssuerTable(store), seals.of("iam"));
        this.account = account;
        this.development = development;
        CompiledDocuments documents = new CompiledDocuments();
        PrincipalPolicies principals = new PrincipalPolicies(tables, documents);
        IamCredentials own = new IamCredentials(tables, new SessionTokens(rootKey), principals);
        this.credentials = development ? new DevelopmentKeys(own, account) : own;
        this.authorizer = new IamAuthorizer(documents, principals);
    }

    /// Finds who an access key belongs to.
    public Credentials credentials() {
        return credentials;
    }

    /// Decides by the policies of users, groups, roles and resources.
    public Authorizer authorizer() {
        return authorizer;
    }

    /// Whom the policies of other services' resources mean.
    public PolicyPrincipals policyPrincipals() {
        return tables.trusted;
    }

    /// Checks the codes of MFA devices.
    public MfaCodes mfaCodes() {
        return new IamMfaCodes(tables.mfa);
    }

    /// Whose SAML assertions are taken.
    public SamlIssuers samlIssuers() {
        return new IamSamlIssuers(tables.samlProviders);
    }

    /// Signs tokens for services elsewhere.
    public IdentityTokens identityTokens() {
        return issuers;
    }

    /// Where services elsewhere find the keys that those tokens are signed with.
    public Door issuerDoor() {
        return new OutboundIssuerDoor(issuers);
    }

    /// Notes who uses what, for reports of the last access.
    public CallLog callLog() {
        return lastAccess;
    }

    /// Random ones, made when they are first asked for and the same ever after.
    public RootCredentials rootCredentials() {
        return rootCredentials(account);
    }

    /// The same of another account. An account needs nothing else to be there: its root may do
    /// everything in it.
    ///
    /// @param of twelve digits
    public RootCredentials rootCredentials(String of) {
        AccessKeyTable.AccessKey fresh = new AccessKeyTable.AccessKey(
                tables.ids.accessKeyId(of), of, null, tables.ids.secretAccessKey(), true, tables.now());
        AccessKeyTable.AccessKey root = tables.accessKeys.root(fresh);
        return new RootCredentials(root.id(), root.secret());
    }

    @Override
    public Model model() {
        return IamOps.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return Stream.of(
                        users(),
                        groups(),
                        roles(),
                        policies(),
                        openIdProviders(),
                        samlProviders(),
                        instanceProfiles(),
                        mfaDevices(),
                        passwords(),
                        lastAccess(),
                        organizations(),
                        delegation(),
                        outboundFederation(),
                        userCredentials(),
                        serverCertificates(),
                        account())
                .<Operation<?, ?>>flatMap(List::stream)
                .toList();
    }

    @Override
    public void start() {
        rootCredentials();
    }

    @Override
    public Map<String, String> tags(String arn, Call call) {
        return tables.tags(arn);
    }

    @Override
    public void close() {
        lastAccess.close();
    }

    private List<Operation<?, ?>> users() {
        return List.of(
                new AttachUserPolicy(tables),
                new CreateAccessKey(tables),
                new CreateUser(tables),
                new DeleteAccessKey(tables),
                new DeleteUser(tables),
                new DeleteUserPermissionsBoundary(tables),
                new DeleteUserPolicy(tables),
                new DetachUserPolicy(tables),
                new GetAccessKeyLastUsed(tables),
                new GetUser(tables),
                new GetUserPolicy(tables),
                new ListAccessKeys(tables),
                new ListAttachedUserPolicies(tables),
                new ListGroupsForUser(tables),
                new ListUserPolicies(tables),
                new ListUserTags(tables),
                new ListUsers(tables),
                new PutUserPermissionsBoundary(tables),
                new PutUserPolicy(tables),
                new TagUser(tables),
                new UntagUser(tables),
                new UpdateAccessKey(tables),
                new UpdateUser(tables));
    }

    private List<Operation<?, ?>> lastAccess() {
        return List.of(
                new GenerateServiceLastAccessedDetails(tables),
                new GetServiceLastAccessedDetails(tables, lastAccess),
                new GetServiceLastAccessedDetailsWithEntities(tables, lastAccess),
                new ListPoliciesGrantingServiceAccess(tables, new GrantedActions(tables.actions)));
    }

    /// Answered as AWS answers an account that is in none.
    private static List<Operation<?, ?>> organizations() {
        return List.of(
                new DisableOrganizationsRootCredentialsManagement(),
                new DisableOrganizationsRootSessions(),
                new EnableOrganizationsRootCredentialsManagement(),
                new EnableOrganizationsRootSessions(),
                new GenerateOrganizationsAccessReport(),
                new GetOrganizationsAccessReport(),
                new ListOrganizationsFeatures());
    }

    private static List<Operation<?, ?>> delegation() {
        return List.of(
                new AcceptDelegationRequest(),
                new AssociateDelegationRequest(),
                new CreateDelegationRequest(),
                new GetDelegationRequest(),
                new GetHumanReadableSummary(),
                new ListDelegationRequests(),
                new RejectDelegationRequest(),
                new SendDelegationToken(),
                new UpdateDelegationRequest());
    }

    private List<Operation<?, ?>> outboundFederation() {
        return List.of(
                new DisableOutboundWebIdentityFederation(issuers),
                new EnableOutboundWebIdentityFederation(issuers),
                new GetOutboundWebIdentityFederationInfo(issuers));
    }

    private List<Operation<?, ?>> instanceProfiles() {
        return List.of(
                new AddRoleToInstanceProfile(tables),
                new CreateInstanceProfile(tables),
                new DeleteInstanceProfile(tables),
                new GetInstanceProfile(tables),
                new ListInstanceProfileTags(tables),
                new ListInstanceProfiles(tables),
                new RemoveRoleFromInstanceProfile(tables),
                new TagInstanceProfile(tables),
                new UntagInstanceProfile(tables));
    }

    private List<Operation<?, ?>> mfaDevices() {
        return List.of(
                new CreateVirtualMFADevice(tables),
                new DeactivateMFADevice(tables),
                new DeleteVirtualMFADevice(tables),
                new EnableMFADevice(tables),
                new GetMFADevice(tables),
                new ListMFADeviceTags(tables),
                new ListMFADevices(tables),
                new ListVirtualMFADevices(tables),
                new ResyncMFADevice(tables),
                new TagMFADevice(tables),
                new UntagMFADevice(tables));
    }

    private List<Operation<?, ?>> passwords() {
        return List.of(
                new ChangePassword(tables),
                new CreateLoginProfile(tables),
                new DeleteLoginProfile(tables),
                new GetLoginProfile(tables),
                new UpdateLoginProfile(tables));
    }

    private List<Operation<?, ?>> account() {
        return List.of(
                new CreateAccountAlias(tables),
                new CreateServiceLinkedRole(tables),
                new DeleteAccountAlias(tables),
                new DeleteAccountPasswordPolicy(tables),
                new DeleteServiceLinkedRole(tables),
                new GenerateCredentialReport(tables),
                new GetAccountAuthorizationDetails(tables),
                new GetAccountPasswordPolicy(tables),
                new GetAccountSummary(tables),
                new GetContextKeysForCustomPolicy(),
                new GetContextKeysForPrincipalPolicy(tables),
                new GetCredentialReport(tables),
                new GetServiceLinkedRoleDeletionStatus(),
                new ListAccountAliases(tables),
                new SetSecurityTokenServicePreferences(tables),
                new UpdateAccountPasswordPolicy(tables),
                new UpdateGroup(tables));
    }

    private List<Operation<?, ?>> userCredentials() {
        ServiceSecrets secrets = new ServiceSecrets();
        return List.of(
                new CreateServiceSpecificCredential(tables, secrets),
                new DeleteSSHPublicKey(tables),
                new DeleteServiceSpecificCredential(tables),
                new DeleteSigningCertificate(tables),
                new GetSSHPublicKey(tables),
                new ListSSHPublicKeys(tables),
                new ListServiceSpecificCredentials(tables),
                new ListSigningCertificates(tables),
                new ResetServiceSpecificCredential(tables, secrets),
                new UpdateSSHPublicKey(tables),
                new UpdateServiceSpecificCredential(tables),
                new UpdateSigningCertificate(tables),
                new UploadSSHPublicKey(tables),
                new UploadSigningCertificate(tables));
    }

    private List<Operation<?, ?>> serverCertificates() {
        return List.of(
                new DeleteServerCertificate(tables),
                new GetServerCertificate(tables),
                new ListServerCertificateTags(tables),
                new ListServerCertificates(tables),
                new TagServerCertificate(tables),
                new UntagServerCertificate(tables),
                new UpdateServerCertificate(tables),
                new UploadServerCertificate(tables));
    }

    private List<Operation<?, ?>> groups() {
        return List.of(
                new AddUserToGroup(tables),
                new AttachGroupPolicy(tables),
                new CreateGroup(tables),
                new DeleteGroup(tables),
                new DeleteGroupPolicy(tables),
                new DetachGroupPolicy(tables),
                new GetGroup(tables),
                new GetGroupPolicy(tables),
                new ListAttachedGroupPolicies(tables),
                new ListGroupPolicies(tables),
                new ListGroups(tables),
                new PutGroupPolicy(tables),
                new RemoveUserFromGroup(tables));
    }

    private List<Operation<?, ?>> roles() {
        return List.of(
                new AttachRolePolicy(tables),
                new CreateRole(tables),
                new DeleteRole(tables),
                new DeleteRolePermissionsBoundary(tables),
                new DeleteRolePolicy(tables),
                new DetachRolePolicy(tables),
                new GetRole(tables),
                new GetRolePolicy(tables),
                new ListAttachedRolePolicies(tables),
                new ListRolePolicies(tables),
                new ListInstanceProfilesForRole(tables),
                new ListRoleTags(tables),
                new ListRoles(tables),
                new PutRolePermissionsBoundary(tables),
                new PutRolePolicy(tables),
                new TagRole(tables),
                new UntagRole(tables),
                new UpdateAssumeRolePolicy(tables),
                new UpdateRole(tables),
                new UpdateRoleDescription(tables));
    }

    private List<Operation<?, ?>> openIdProviders() {
        return List.of(
                new AddClientIDToOpenIDConnectProvider(tables),
                new CreateOpenIDConnectProvider(tables, development),
                new DeleteOpenIDConnectProvider(tables),
                new GetOpenIDConnectProvider(tables),
                new ListOpenIDConnectProviderTags(tables),
                new ListOpenIDConnectProviders(tables),
                new RemoveClientIDFromOpenIDConnectProvider(tables),
                new TagOpenIDConnectProvider(tables),
                new UntagOpenIDConnectProvider(tables),
                new UpdateOpenIDConnectProviderThumbprint(tables));
    }

    private List<Operation<?, ?>> samlProviders() {
        return List.of(
                new CreateSAMLProvider(tables),
                new DeleteSAMLProvider(tables),
                new GetSAMLProvider(tables),
                new ListSAMLProviderTags(tables),
                new ListSAMLProviders(tables),
                new TagSAMLProvider(tables),
                new UntagSAMLProvider(tables),
                new UpdateSAMLProvider(tables));
    }

    private List<Operation<?, ?>> policies() {
        return List.of(
                new CreatePolicy(tables),
                new CreatePolicyVersion(tables),
                new DeletePolicy(tables),
                new DeletePolicyVersion(tables),
                new GetPolicy(tables),
                new GetPolicyVersion(tables),
                new ListEntitiesForPolicy(tables),
                new ListPolicies(tables),
                new ListPolicyTags(tables),
                new ListPolicyVersions(tables),
                new SetDefaultPolicyVersion(tables),
                new SimulateCustomPolicy(),
                new SimulatePrincipalPolicy(tables),
                new TagPolicy(tables),
                new UntagPolicy(tables));
    }
}
