package dev.virga.kernel.policy;

import java.util.List;

/// What IAM demands of a `Resource` in a policy of a user, group or role.
final class ResourceRules {
    private static final int PARTS = 6;
    private static final List<String> IAM_PATHS = List.of(
            "user/",
            "federated-user/",
            "role/",
            "group/",
            "instance-profile/",
            "mfa/",
            "server-certificate/",
            "policy/",
            "sms-mfa/",
            "saml-provider/",
            "oidc-provider/",
            "report/",
            "access-report/");

    private ResourceRules() {}

    /// @throws dev.virga.wire.AwsException MalformedPolicyDocument
    static void check(String pattern) {
        if (pattern.equals("*")) {
            return;
        }
        String[] parts = pattern.split(":", PARTS);
        if (parts.length == 1) {
            throw PolicyErrors.notAnArn(pattern);
        }
        if (!parts[0].equals("arn")) {
            throw PolicyErrors.legacy();
        }
        if (!parts[1].equals("aws") && !parts[1].equals("*")) {
            throw PolicyErrors.invalidPartition(parts[1], pattern);
        }
        if (parts.length == 2) {
            throw PolicyErrors.unqualifiedVendor();
        }
        if (parts.length < PARTS && !pattern.endsWith("*")) {
            throw PolicyErrors.legacy();
        }
        if (parts.length == PARTS) {
            checkWhole(pattern, parts[2], parts[3], parts[5]);
        }
    }

    private static void checkWhole(String pattern, String vendor, String region, String resource) {
        if (vendor.equals("s3") && !region.isEmpty() && !region.equals("*") && !resource.contains("accesspoint")) {
            throw PolicyErrors.malformed("Resource " + pattern + " can not contain region information.");
        }
        if (!vendor.equals("iam")) {
            return;
        }
        if (!region.isEmpty() && !region.equals("*")) {
            throw PolicyErrors.malformed("IAM resource " + pattern + " cannot contain region information.");
        }
        // A pattern may stop before the end of the kind.
        String kind = resource.split("[*?$]", 2)[0];
        boolean known = resource.equals("root")
                || IAM_PATHS.stream()
                        .anyMatch(path -> resource.startsWith(path)
                                || (kind.length() < resource.length() && path.startsWith(kind)));
        if (!known) {
            throw PolicyErrors.malformed(
                    "IAM resource path must either be \"*\" or start with " + String.join(", ", IAM_PATHS) + ".");
        }
    }
}
