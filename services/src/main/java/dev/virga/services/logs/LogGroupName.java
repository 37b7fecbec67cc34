package dev.virga.services.logs;

import dev.virga.kernel.Access;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Names and ARNs of groups and streams.
final class LogGroupName {
    private static final String GROUP = "log-group:";

    private LogGroupName() {}

    /// ARN without the `:*` that some answers put at its end.
    static String arn(Call call, String group) {
        return new Arn("logs", call.region(), call.account(), GROUP + group).toString();
    }

    static String streamArn(Call call, String group, String stream) {
        return arn(call, group) + ":log-stream:" + stream;
    }

    /// The name in `logGroupName`, or that in `logGroupIdentifier`, which may be an ARN.
    static String of(@Nullable String name, @Nullable String identifier, Call call) {
        if (name != null && identifier != null) {
            throw LogsErrors.invalid("LogGroup name and LogGroup identifier are mutually exclusive parameters.");
        }
        if (name != null) {
            return name;
        }
        if (identifier == null) {
            throw LogsErrors.invalid("Either LogGroup name or LogGroup identifier must be specified.");
        }
        return identifier.startsWith("arn:") ? ofArn(identifier, call) : identifier;
    }

    /// The group that an ARN names; only groups of the caller's own account and region are
    /// reachable.
    static String ofArn(String text, Call call) {
        Arn arn = Arn.parse(text);
        if (arn == null || !arn.service().equals("logs") || !arn.resource().startsWith(GROUP)) {
            throw LogsErrors.invalid("Invalid resource ARN: " + text);
        }
        if (!arn.account().equals(call.account()) || !arn.region().equals(call.region())) {
            throw LogsErrors.groupDoesNotExist();
        }
        String name = arn.resource().substring(GROUP.length());
        return name.endsWith(":*") ? name.substring(0, name.length() - 2) : name;
    }

    /// What IAM must allow for an action on a group. The resource ends as it does for AWS, so that
    /// policies which say `log-group:NAME:*` cover it.
    static List<Access> access(String action, String group, Call call) {
        return List.of(Access.to("logs:" + action, streamArn(call, group, "")));
    }

    static List<Access> access(String action, String group, String stream, Call call) {
        return List.of(Access.to("logs:" + action, streamArn(call, group, stream)));
    }
}
