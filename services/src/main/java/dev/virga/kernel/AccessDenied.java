package dev.virga.kernel;

import dev.virga.wire.AwsException;
import dev.virga.wire.Model;
import dev.virga.wire.Protocol;

/// A refusal in the words of the service that it comes from. Most say who may not do what and why;
/// code and status follow the protocol.
final class AccessDenied {
    private static final String NO_RESOURCE_POLICY = "because no resource-based policy allows";

    private AccessDenied() {}

    /// @param because as [Authorizer.Denied] has it
    static AwsException error(Model model, Caller caller, Access access, String because) {
        String message = message(model, caller, access, because);
        if (model.speaks(Protocol.AWS_JSON_1_0) || model.speaks(Protocol.AWS_JSON_1_1)) {
            return new AwsException("AccessDeniedException", 400, message);
        }
        return model.speaks(Protocol.REST_JSON_1)
                ? new AwsException("AccessDeniedException", 403, message)
                : new AwsException("AccessDenied", 403, message);
    }

    private static String message(Model model, Caller caller, Access access, String because) {
        String begin = "User: " + caller.arn() + " is not authorized to perform: " + access.action();
        return switch (model.signingName()) {
            // To whom the bucket does not belong S3 tells nothing.
            case "s3" ->
                isStranger(caller, access)
                        ? "Access Denied"
                        : begin + " on resource: \"" + access.resource() + "\" " + because;
            // Whether a key of another account exists is not told.
            case "kms" ->
                isStranger(caller, access) && because.startsWith(NO_RESOURCE_POLICY)
                        ? begin + " on this resource because the resource does not exist in this Region, no "
                                + "resource-based policies allow access, or a resource-based policy explicitly "
                                + "denies access"
                        : begin + " on resource: " + access.resource() + " " + because;
            default -> begin + " on resource: " + access.resource() + " " + because;
        };
    }

    private static boolean isStranger(Caller caller, Access access) {
        if (caller instanceof Caller.Anonymous) {
            return true;
        }
        Arn arn = Arn.parse(access.resource());
        if (arn != null && !arn.account().isEmpty()) {
            return !arn.account().equals(caller.account());
        }
        return access.owner() != null && !access.owner().equals(caller.account());
    }
}
