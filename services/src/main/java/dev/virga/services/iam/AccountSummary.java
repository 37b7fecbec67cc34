package dev.virga.services.iam;

import java.util.Map;
import java.util.TreeMap;

/// What an account has and may have, under the names that GetAccountSummary gives them.
///
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html>
final class AccountSummary {
    private final Tables tables;

    AccountSummary(Tables tables) {
        this.tables = tables;
    }

    Map<String, Integer> of(String account) {
        Map<String, Integer> all = new TreeMap<>();
        all.put("Users", tables.users.count(account));
        all.put("Groups", tables.groups.count(account));
        all.put("Roles", tables.roles.count(account));
        all.put("Policies", tables.policies.count(account));
        all.put("InstanceProfiles", tables.instanceProfiles.count(account));
        all.put("Providers", tables.openIdProviders.count(account) + tables.samlProviders.count(account));
        int[] devices = {0, 0};
        tables.mfa.all(account).forEach(device -> {
            devices[0]++;
            devices[1] += device.user() == null ? 0 : 1;
        });
        all.put("MFADevices", devices[0]);
        all.put("MFADevicesInUse", devices[1]);
        int versions = tables.policies.all(account).stream()
                .mapToInt(policy -> policy.versions().size())
                .sum();
        all.put("PolicyVersionsInUse", versions);
        all.put("AccountMFAEnabled", 0);
        all.put("AccountAccessKeysPresent", tables.accessKeys.hasRoot(account) ? 1 : 0);
        all.put("AccountPasswordPresent", 0);
        all.put("AccountSigningCertificatesPresent", 0);
        all.put("ServerCertificates", tables.serverCertificates.count(account));
        all.put("GlobalEndpointTokenVersion", tables.accounts.tokenVersion(account));
        quotas(all);
        return all;
    }

    private static void quotas(Map<String, Integer> all) {
        all.put("UsersQuota", Quotas.USERS);
        all.put("GroupsQuota", Quotas.GROUPS);
        all.put("RolesQuota", Quotas.ROLES);
        all.put("PoliciesQuota", Quotas.POLICIES);
        all.put("InstanceProfilesQuota", Quotas.INSTANCE_PROFILES);
        all.put("GroupsPerUserQuota", Quotas.GROUPS_PER_USER);
        all.put("AccessKeysPerUserQuota", Quotas.ACCESS_KEYS_PER_USER);
        all.put("SigningCertificatesPerUserQuota", SigningCertificate.PER_USER);
        all.put("ServerCertificatesQuota", Quotas.SERVER_CERTIFICATES);
        all.put("UserPolicySizeQuota", InlinePolicies.USER_SIZE);
        all.put("GroupPolicySizeQuota", InlinePolicies.GROUP_SIZE);
        all.put("RolePolicySizeQuota", InlinePolicies.ROLE_SIZE);
        all.put("PolicySizeQuota", Quotas.MANAGED_POLICY_SIZE);
        all.put("AssumeRolePolicySizeQuota", Quotas.TRUST_POLICY_SIZE);
        all.put("VersionsPerPolicyQuota", Quotas.VERSIONS_PER_POLICY);
        all.put("PolicyVersionsInUseQuota", 10_000);
        all.put("AttachedPoliciesPerUserQuota", Quotas.ATTACHED_POLICIES);
        all.put("AttachedPoliciesPerGroupQuota", Quotas.ATTACHED_POLICIES);
        all.put("AttachedPoliciesPerRoleQuota", Quotas.ATTACHED_POLICIES);
    }
}
