package dev.virga.wire;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The signature of a form that a browser posts to a bucket: of version 4, or of version 2, which
/// boto3 and the AWS CLI still make. What is signed is the policy, as it stands in the form.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
///
/// @param scope of version 4: access key id, date, region, service, terminator; null in version 2
/// @param policy in base64
public record PostSignature(
        String accessKeyId, @Nullable String sessionToken, String @Nullable [] scope, String signature, String policy) {
    private static final int SCOPE_PARTS = 5;

    /// Null when the form carries no signature at all: it is anonymous.
    ///
    /// @param fields of the form, by name in lower case
    /// @throws AwsException when a part of one is missing
    public static @Nullable PostSignature parse(Map<String, String> fields) {
        boolean version4 = fields.containsKey("x-amz-algorithm")
                || fields.containsKey("x-amz-signature")
                || fields.containsKey("x-amz-credential");
        boolean version2 = fields.containsKey("awsaccesskeyid") || fields.containsKey("signature");
        if (!version4 && !version2) {
            if (fields.containsKey("policy")) {
                throw missing("AWSAccessKeyId");
            }
            return null;
        }
        String policy = required(fields, "policy");
        String token = fields.get("x-amz-security-token");
        if (!version4) {
            return new PostSignature(
                    required(fields, "AWSAccessKeyId"), token, null, required(fields, "signature"), policy);
        }
        if (!required(fields, "X-Amz-Algorithm").equals(SigV4.Algorithm.HMAC.token())) {
            throw new AwsException("InvalidArgument", 400, "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
        }
        String signature = required(fields, "X-Amz-Signature");
        String[] scope = required(fields, "X-Amz-Credential").split("/", -1);
        if (scope.length != SCOPE_PARTS || scope[0].isEmpty() || !scope[4].equals("aws4_request")) {
            throw AuthErrors.malformedScope(
                    true,
                    "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
        }
        if (!SigV4.isS3(scope[3])) {
            throw AuthErrors.malformedScope(
                    true, "incorrect service \"" + scope[3] + "\". This endpoint belongs to \"s3\".");
        }
        if (!required(fields, "X-Amz-Date").startsWith(scope[1])) {
            throw AuthErrors.malformedScope(
                    true,
                    "Invalid credential date \"" + scope[1] + "\". This date is not the same as X-Amz-Date: \""
                            + required(fields, "X-Amz-Date") + "\".");
        }
        return new PostSignature(scope[0], token, scope, signature, policy);
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name.toLowerCase(Locale.ROOT));
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    /// A field that a form must have.
    public static AwsException missing(String name) {
        return DetailedException.of(
                new AwsException(
                        "InvalidArgument",
                        400,
                        "Bucket POST must contain a field named '" + name
                                + "'.  If it is specified, please check the order of the fields."),
                "ArgumentName",
                name,
                "ArgumentValue",
                "");
    }

    /// @throws AwsException SignatureDoesNotMatch
    public void verify(String secretKey) {
        String expected = scope == null
                ? SigV2.hmacSha1(secretKey, policy)
                : HmacKey.sigV4(secretKey, scope[1], scope[2], scope[3]).signHex(policy);
        if (!SigV4.same(expected, signature)) {
            throw AuthErrors.s3Mismatch(accessKeyId, signature, policy, null);
        }
    }

    /// Of the credential scope; the default in version 2, which has none.
    public String region() {
        return scope == null ? "us-east-1" : scope[2];
    }
}
