package dev.virga.services.iam;

import dev.virga.kernel.Access;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.kernel.Time;
import dev.virga.kernel.crypto.Seal;
import dev.virga.kernel.policy.ActionTable;
import dev.virga.kernel.policy.PolicyLint;
import dev.virga.store.Store;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What IAM's operations work with.
final class Tables {
    private static final System.Logger LOG = System.getLogger(Tables.class.getName());
    private static final int MAX_WARNINGS = 10;

    final Epoch epoch = new Epoch();
    final ActionTable actions = new ActionTable();
    private final PolicyLint lint = new PolicyLint(actions);
    final Ids ids = new Ids();
    private final Time time;
    final UserTable users;
    final GroupTable groups;
    final RoleTable roles;
    final PolicyTable policies;
    final AccessKeyTable accessKeys;
    final TrustedPrincipals trusted;
    final InstanceProfileTable instanceProfiles;
    final LoginTable logins;
    final MfaTable mfa;
    final AccountTable accounts;
    final Passwords passwords;
    final OpenIdProviderTable openIdProviders;
    final SamlProviderTable samlProviders;
    final SshPublicKeyTable sshKeys;
    final SigningCertificateTable signingCertificates;
    final ServiceCredentialTable serviceCredentials;
    final ServerCertificateTable serverCertificates;
    final LastAccessTable lastAccess;
    final AttachmentTable uses;
    final ManagedPolicies managed;
    final Attachments attachments;

    Tables(Store store, Time time, Seal seal) {
        this.time = time;
        users = new UserTable(store, epoch);
        groups = new GroupTable(store, epoch);
        roles = new RoleTable(store, epoch);
        trusted = new TrustedPrincipals(users, roles);
        instanceProfiles = new InstanceProfileTable(store, epoch);
        logins = new LoginTable(store, epoch);
        mfa = new MfaTable(store, epoch, seal);
        accounts = new AccountTable(store);
        passwords = new Passwords(accounts);
        policies = new PolicyTable(store, epoch);
        accessKeys = new AccessKeyTable(store, epoch, seal);
        samlProviders = new SamlProviderTable(store, epoch);
        openIdProviders = new OpenIdProviderTable(store, epoch);
        uses = new AttachmentTable(store);
        sshKeys = new SshPublicKeyTable(store, epoch, users, uses);
        signingCertificates = new SigningCertificateTable(store, epoch, users, uses);
        serviceCredentials = new ServiceCredentialTable(store, epoch, users, uses);
        lastAccess = new LastAccessTable(store);
        serverCertificates = new ServerCertificateTable(store, epoch, seal);
        managed = new ManagedPolicies(policies, uses, new AwsManagedPolicies());
        attachments = new Attachments(managed, policies, uses);
    }

    /// In whole seconds, as IAM shows times.
    Instant now() {
        return time.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /// The instance profiles that have a role.
    List<InstanceProfile> profilesOf(String account, String role) {
        return uses.uses(account, AttachmentTable.profiles(role)).stream()
                .map(use -> instanceProfiles.find(account, use.name()))
                .filter(Objects::nonNull)
                .map(EntityTable.Stored::value)
                .toList();
    }

    dev.virga.api.iam.InstanceProfile shape(InstanceProfile profile) {
        String name = profile.role();
        EntityTable.Stored<Role> role = name == null ? null : roles.find(profile.account(), name);
        return profile.shape(role == null ? null : trusted.shown(role.value()));
    }

    /// The MFA devices that a user has.
    List<MfaDevice> devicesOf(String account, String user) {
        return storedDevicesOf(account, user).stream()
                .map(EntityTable.Stored::value)
                .toList();
    }

    List<EntityTable.Stored<MfaDevice>> storedDevicesOf(String account, String user) {
        return uses.uses(account, AttachmentTable.owned(user), AttachmentTable.DEVICE).stream()
                .map(use -> mfa.find(account, use.name()))
                .filter(Objects::nonNull)
                .toList();
    }

    /// The user, group or role with this ARN.
    ///
    /// @throws dev.virga.wire.AwsException NoSuchEntity, InvalidInput
    Entity<?> entity(String arn) {
        Arn parsed = Arn.parse(arn);
        if (parsed == null
                || !parsed.service().equals("iam")
                || parsed.resource().indexOf('/') < 0) {
            throw IamErrors.invalidInput("ARN " + arn + " is not valid.");
        }
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        String kind = parsed.resource().substring(0, parsed.resource().indexOf('/'));
        return switch (kind) {
            case User.KIND -> users.get(parsed.account(), name);
            case Group.KIND -> groups.get(parsed.account(), name);
            case Role.KIND -> roles.get(parsed.account(), name);
            default -> throw IamErrors.invalidInput("ARN " + arn + " is not valid.");
        };
    }

    /// Says in the log what IAM accepts in a policy although it cannot mean anything.
    ///
    /// @param what the policy's name or ARN
    void lint(String what, String document) {
        lint.check(document).stream()
                .limit(MAX_WARNINGS)
                .forEach(finding -> LOG.log(System.Logger.Level.WARNING, "policy " + what + ": " + finding.message()));
    }

    /// Of whatever has this ARN.
    Map<String, String> tags(String arn) {
        Arn parsed = Arn.parse(arn);
        int slash = arn.lastIndexOf('/');
        if (parsed == null || slash < 0) {
            return Map.of();
        }
        String account = parsed.account();
        String name = arn.substring(slash + 1);
        String kind =
                parsed.resource().substring(0, Math.max(0, parsed.resource().indexOf('/')));
        return switch (kind) {
            case User.KIND ->
                tags(users.find(account, name), user -> user.grants().tags());
            case Role.KIND ->
                tags(roles.find(account, name), role -> role.grants().tags());
            case InstanceProfile.KIND -> tags(instanceProfiles.find(account, name), InstanceProfile::tags);
            case Policy.KIND -> tags(policies.find(account, name), Policy::tags);
            case MfaDevice.KIND -> tags(mfa.find(account, name), MfaDevice::tags);
            case SamlProvider.KIND -> tags(samlProviders.find(account, name), SamlProvider::tags);
            case ServerCertificate.KIND -> tags(serverCertificates.find(account, name), ServerCertificate::tags);
            // Their names may have slashes.
            case OpenIdProvider.KIND ->
                tags(
                        openIdProviders.find(account, parsed.resource().substring(kind.length() + 1)),
                        OpenIdProvider::tags);
            default -> Map.of();
        };
    }

    private static <E> Map<String, String> tags(
            EntityTable.@Nullable Stored<E> stored, Function<E, Map<String, String>> tags) {
        return stored == null ? Map.of() : tags.apply(stored.value());
    }

    /// Permission to do something with a user that may not be there.
    Access onUser(String action, Call call, String name) {
        EntityTable.Stored<User> user = users.find(call.account(), name);
        String path = user == null ? "/" : user.value().path();
        return Access.to("iam:" + action, Arns.of(call.account(), User.KIND, path, name));
    }

    Access onGroup(String action, Call call, String name) {
        EntityTable.Stored<Group> group = groups.find(call.account(), name);
        String path = group == null ? "/" : group.value().path();
        return Access.to("iam:" + action, Arns.of(call.account(), Group.KIND, path, name));
    }

    Access onRole(String action, Call call, String name) {
        EntityTable.Stored<Role> role = roles.find(call.account(), name);
        String path = role == null ? "/" : role.value().path();
        return Access.to("iam:" + action, Arns.of(call.account(), Role.KIND, path, name));
    }

    Access onInstanceProfile(String action, Call call, String name) {
        EntityTable.Stored<InstanceProfile> profile = instanceProfiles.find(call.account(), name);
        String path = profile == null ? "/" : profile.value().path();
        return Access.to("iam:" + action, Arns.of(call.account(), InstanceProfile.KIND, path, name));
    }

    Access onServerCertificate(String action, Call call, String name) {
        EntityTable.Stored<ServerCertificate> stored = serverCertificates.find(call.account(), name);
        String path = stored == null ? "/" : stored.value().path();
        return Access.to("iam:" + action, Arns.of(call.account(), ServerCertificate.KIND, path, name));
    }

    /// Permission to create or list under a path.
    static List<Access> under(String action, Call call, String kind, String path, String name) {
        return List.of(Access.to("iam:" + action, Arns.of(call.account(), kind, path, name)));
    }
}
