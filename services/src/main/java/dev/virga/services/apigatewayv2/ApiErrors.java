package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.BadRequestException;
import dev.virga.api.apigatewayv2.ConflictException;
import dev.virga.api.apigatewayv2.NotFoundException;
import dev.virga.wire.AwsException;

/// What API Gateway tells a client that did something wrong.
final class ApiErrors {
    private ApiErrors() {}

    static AwsException notFound(Kind<?> kind, String id) {
        return new NotFoundException("Invalid " + kind.what() + " identifier specified " + id);
    }

    static AwsException conflict(String message) {
        return new ConflictException(message);
    }

    static AwsException badRequest(String message) {
        return new BadRequestException(message);
    }

    /// A member that Virga cannot honour yet; it is refused rather than dropped.
    static AwsException notImplemented(String what) {
        return new AwsException("NotImplemented", 501, "apigatewayv2: " + what + " is not implemented by Virga yet.");
    }
}
