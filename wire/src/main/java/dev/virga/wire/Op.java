package dev.virga.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An operation of a service, typed by its input and output.
///
/// The generated constants (`DynamodbOps.PutItem`) are the usual way to name one.
///
/// @param <I> its input; the parameters only let the compiler check handlers and callers
/// @param <O> its output
@SuppressWarnings("UnusedTypeParameter")
public final class Op<I extends Struct, O extends Struct> {
    private static final int UNWRAPPED_OUTPUT = 1;
    private static final int HOST_PREFIX = 1 << 1;
    private static final int NO_AUTH = 1 << 2;
    private static final int NO_INPUT = 1 << 3;
    private static final int NO_OUTPUT = 1 << 4;

    private final Model model;
    private final String name;
    private final int inputId;
    private final int outputId;
    private final int[] errorIds;
    private final @Nullable String method;
    private final @Nullable String uri;
    private final int status;
    private final int flags;

    Op(Model model, SchemaCursor in) {
        this.model = model;
        name = in.string();
        inputId = in.number();
        outputId = in.number();
        errorIds = in.numbers();
        boolean http = in.number() == 1;
        method = http ? in.string() : null;
        uri = http ? in.string() : null;
        status = http ? in.number() : 200;
        flags = in.number();
    }

    public Model model() {
        return model;
    }

    /// AWS's name, e.g. `PutItem`.
    public String name() {
        return name;
    }

    public Shape input() {
        return model.shape(inputId);
    }

    public Shape output() {
        return model.shape(outputId);
    }

    /// The errors that the model lists for this operation.
    public List<Shape> errors() {
        return model.shapes(errorIds);
    }

    /// HTTP method of a REST operation, or null.
    public @Nullable String method() {
        return method;
    }

    /// URI pattern of a REST operation with `{labels}` and literal query parameters, or null.
    public @Nullable String uri() {
        return uri;
    }

    /// Whether the URI pattern itself has a query parameter of this name: `?list-type=2`.
    boolean isUriParameter(String parameter) {
        int at = uri == null ? -1 : uri.indexOf('?');
        while (uri != null && at >= 0) {
            int end = at + 1 + parameter.length();
            if (uri.startsWith(parameter, at + 1)
                    && (end == uri.length() || uri.charAt(end) == '=' || uri.charAt(end) == '&')) {
                return true;
            }
            at = uri.indexOf('&', at + 1);
        }
        return false;
    }

    /// HTTP status of a success.
    public int status() {
        return status;
    }

    /// The only body member is the root element itself (S3's GetBucketLocation).
    public boolean unwrappedOutput() {
        return (flags & UNWRAPPED_OUTPUT) != 0;
    }

    /// Clients put a prefix before the host name.
    public boolean hostPrefix() {
        return (flags & HOST_PREFIX) != 0;
    }

    /// Callers need no credentials (AssumeRoleWithWebIdentity).
    public boolean noAuth() {
        return (flags & NO_AUTH) != 0;
    }

    /// False when the model has no input; [#input()] is an empty structure then.
    public boolean hasInput() {
        return (flags & NO_INPUT) == 0;
    }

    /// False when the model has no output; [#output()] is an empty structure then.
    public boolean hasOutput() {
        return (flags & NO_OUTPUT) == 0;
    }

    @Override
    public String toString() {
        return model.serviceId() + ":" + name;
    }
}
