package dev.virga.kernel.policy;

import dev.virga.wire.AwsException;

/// What is wrong with a policy document, in IAM's words.
final class PolicyErrors {
    private PolicyErrors() {}

    static AwsException malformed(String message) {
        return new AwsException("MalformedPolicyDocument", 400, message);
    }

    static AwsException syntax() {
        return malformed("Syntax errors in policy.");
    }

    static AwsException version() {
        return malformed("Policy document must be version 2012-10-17 or greater.");
    }

    static AwsException legacy() {
        return malformed("The policy failed legacy parsing");
    }

    static AwsException sidNotUnique() {
        return malformed("Statement IDs (SID) in a single policy must be unique.");
    }

    static AwsException sidNotAlphanumeric() {
        return malformed("Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular "
                + "expression [0-9A-Za-z]*");
    }

    static AwsException notForTrust() {
        return malformed("AssumeRole policy may only specify STS AssumeRole actions.");
    }

    static AwsException noActions() {
        return malformed("Policy statement must contain actions.");
    }

    static AwsException noResources() {
        return malformed("Policy statement must contain resources.");
    }

    static AwsException principalProhibited() {
        return malformed("Policy document should not specify a principal.");
    }

    static AwsException principalMissing() {
        return malformed("Missing required field Principal");
    }

    static AwsException resourceProhibited() {
        return malformed("Has prohibited field Resource");
    }

    static AwsException invalidPrincipal(String type, String value) {
        return malformed("Invalid principal in policy: \"" + type + "\":\"" + value + "\"");
    }

    static AwsException vendorMissing() {
        return malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    }

    static AwsException tooManyColons() {
        return malformed("Actions/Condition can contain only one colon.");
    }

    static AwsException invalidVendor(String vendor) {
        return malformed("Vendor " + vendor + " is not valid");
    }

    static AwsException notAnArn(String resource) {
        return malformed("Resource " + resource + " must be in ARN format or \"*\".");
    }

    static AwsException invalidPartition(String partition, String resource) {
        return malformed("Partition \"" + partition + "\" is not valid for resource \"" + resource + "\".");
    }

    static AwsException unqualifiedVendor() {
        return malformed("Resource vendor must be fully qualified and cannot contain regexes.");
    }
}
