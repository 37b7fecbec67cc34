package dev.virga.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An error and its shape, when the model has it.
///
/// @param details elements that S3 adds
record ErrorView(
        String code,
        String queryCode,
        int status,
        boolean client,
        @Nullable String message,
        @Nullable Shape shape,
        @Nullable Struct struct,
        Map<String, String> details) {
    static ErrorView of(Model model, AwsException error) {
        if (error instanceof Struct struct && struct.shapeId() < model.size()) {
            Shape shape = model.shape(struct.shapeId());
            // The error of another service, met on the way, is none of this model's shapes.
            if (shape.error()
                    && (shape.name().equals(error.code()) || shape.queryCode().equals(error.code()))) {
                return new ErrorView(
                        shape.name(),
                        shape.queryCode(),
                        shape.httpStatus(),
                        shape.clientError(),
                        error.getMessage(),
                        shape,
                        struct,
                        error.details());
            }
        }
        return new ErrorView(
                error.code(),
                error.code(),
                error.status(),
                error.status() < 500,
                error.getMessage(),
                null,
                null,
                error.details());
    }

    List<Member> members() {
        return shape == null ? List.of() : shape.members();
    }

    @Nullable
    Object at(Member member) {
        return struct == null ? null : struct.at(member.index());
    }
}
