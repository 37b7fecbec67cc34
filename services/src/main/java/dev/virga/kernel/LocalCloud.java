package dev.virga.kernel;

import dev.virga.wire.AwsException;
import dev.virga.wire.NewValues;
import dev.virga.wire.Op;
import dev.virga.wire.RandomUuid;
import dev.virga.wire.Struct;
import dev.virga.wire.Validator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The second half of the straight line: validate, authorize, handle. Calls from outside come
/// through the [Gateway], calls between services come here directly.
public final class LocalCloud implements Cloud {
    private final Time time;
    private final Authorizer authorizer;
    private final String endpoint;
    private @Nullable Directory directory;
    private CallLog log = CallLog.NONE;
    private NewValues newValues = NewValues.NONE;

    /// @param endpoint for URLs in answers to calls from inside, e.g. `http://127.0.0.1:4566`
    public LocalCloud(Time time, Authorizer authorizer, String endpoint) {
        this.time = time;
        this.authorizer = authorizer;
        this.endpoint = endpoint;
    }

    /// On the default port.
    public LocalCloud(Time time, Authorizer authorizer) {
        this(time, authorizer, "http://127.0.0.1:4566");
    }

    /// Once, when all services are there; they are made with this cloud and so come after it.
    public void open(Directory all) {
        if (directory != null) {
            throw new IllegalStateException("the cloud is open already");
        }
        directory = all;
    }

    /// The same with somebody who is told of every call.
    public void open(Directory all, CallLog callLog) {
        log = callLog;
        open(all);
    }

    /// The same with somebody who is also told of values that the models do not have.
    public void open(Directory all, CallLog callLog, NewValues values) {
        newValues = values;
        open(all, callLog);
    }

    @Override
    public <I extends Struct, O extends Struct> O call(Caller as, String region, Op<I, O> op, I input) {
        String source = as instanceof Caller.Service service ? service.service() : "virga.internal";
        Call call = new Call(as, as.account(), region, RandomUuid.text(), null, time.instant(), source, true, endpoint);
        return run(call, op, input);
    }

    @Override
    public <I extends Struct, O extends Struct> O call(Call on, Op<I, O> op, I input) {
        return run(on, op, input);
    }

    <I extends Struct, O extends Struct> O run(Call call, Op<I, O> op, I input) {
        Operation<I, O> operation = operation(op);
        List<Access> needed = List.of();
        O output;
        try {
            Validator.require(op, input, newValues);
            needed = needed(operation, input, call);
            authorize(op, needed, call);
            output = operation.handle(input, call);
        } catch (RuntimeException e) {
            log.ended(call, op, input, needed, null, e);
            throw e;
        }
        log.ended(call, op, input, needed, output, null);
        return output;
    }

    // An operation is registered under its own op(), which has its types.
    @SuppressWarnings("unchecked")
    private <I extends Struct, O extends Struct> Operation<I, O> operation(Op<I, O> op) {
        Directory all = directory;
        if (all == null) {
            throw new IllegalStateException("the cloud is not open yet");
        }
        Operation<I, O> operation = (Operation<I, O>) all.operation(op);
        if (operation == null) {
            String name = op.model().signingName() + ":" + op.name();
            throw new AwsException("NotImplemented", 501, name + " is not implemented by Virga yet.");
        }
        return operation;
    }

    /// What the operation declares, with the condition keys that are the same for every service.
    private <I extends Struct> List<Access> needed(Operation<I, ?> operation, I input, Call call) {
        List<Access> declared = operation.access(input, call);
        List<Access> needed = new ArrayList<>(declared.size());
        for (Access access : declared) {
            needed.add(TagConditions.add(access, operation.op(), input, this::owner, call));
        }
        return needed;
    }

    private void authorize(Op<?, ?> op, List<Access> needed, Call call) {
        SessionLimits.check(op, call);
        for (Access access : needed) {
            switch (authorizer.decide(access, call)) {
                case Authorizer.Allowed allowed -> log.allowed(op, access, call);
                case Authorizer.Denied denied -> {
                    log.refused(op, access, call, denied);
                    throw AccessDenied.error(op.model(), call.caller(), access, denied.because());
                }
            }
        }
    }

    private @Nullable Service owner(Access access) {
        Directory all = directory;
        Arn arn = Arn.parse(access.resource());
        return all == null || arn == null ? null : all.signing(arn.service());
    }
}
