package dev.virga.services.cloudtrail;

import dev.virga.kernel.Access;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the trail that a request names, by name or ARN.
final class Trails {
    static final int MAX_PER_REGION = 5;
    private static final int MIN_NAME = 3;
    private static final int MAX_NAME = 128;
    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern ENDS = Pattern.compile("[A-Za-z0-9](?:.*[A-Za-z0-9])?");
    private static final Pattern ADJACENT = Pattern.compile("[._-]{2}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

    private final TrailTable table;

    Trails(TrailTable table) {
        this.table = table;
    }

    /// @param region its home
    record Name(String region, String name) {}

    /// @throws dev.virga.wire.AwsException InvalidTrailName, CloudTrailARNInvalid, TrailNotFound
    static Name name(String nameOrArn, Call call) {
        if (!nameOrArn.startsWith("arn:")) {
            checkName(nameOrArn);
            return new Name(call.region(), nameOrArn);
        }
        Arn arn = Arn.parse(nameOrArn);
        if (arn == null
                || !arn.service().equals("cloudtrail")
                || !arn.resource().startsWith("trail/")) {
            throw CloudTrailErrors.arn(nameOrArn);
        }
        String name = arn.resource().substring("trail/".length());
        if (!arn.account().equals(call.account())) {
            throw CloudTrailErrors.notFound(nameOrArn, call.account());
        }
        return new Name(arn.region(), name);
    }

    static void checkName(String name) {
        if (name.length() < MIN_NAME) {
            throw CloudTrailErrors.name("Trail name too short. Minimum allowed length: " + MIN_NAME
                    + " characters. Specified name length: " + name.length() + " characters.");
        }
        if (name.length() > MAX_NAME) {
            throw CloudTrailErrors.name("Trail name too long. Maximum allowed length: " + MAX_NAME
                    + " characters. Specified name length: " + name.length() + " characters.");
        }
        if (!CHARACTERS.matcher(name).matches()) {
            throw CloudTrailErrors.name("Trail name or ARN can only contain uppercase letters, lowercase letters, "
                    + "numbers, periods (.), hyphens (-), and underscores (_).");
        }
        if (!ENDS.matcher(name).matches()) {
            throw CloudTrailErrors.name("Trail name must start and end with a letter or number.");
        }
        if (ADJACENT.matcher(name).find() || ADDRESS.matcher(name).matches()) {
            throw CloudTrailErrors.name("Trail name must have no adjacent periods, underscores or dashes, and must "
                    + "not be in IP address format.");
        }
    }

    /// A trail to look at: also one whose home is elsewhere, when it covers this region.
    Trail get(String nameOrArn, Call call) {
        Name name = name(nameOrArn, call);
        Trail trail = table.find(call.account(), name.region(), name.name());
        if (trail == null) {
            trail = shadow(name.name(), call);
        }
        if (trail == null) {
            throw CloudTrailErrors.notFound(nameOrArn, call.account());
        }
        return trail;
    }

    private @Nullable Trail shadow(String name, Call call) {
        for (Trail trail : table.all(call.account())) {
            if (trail.multiRegion() && trail.name().equals(name)) {
                return trail;
            }
        }
        return null;
    }

    /// A trail to change: in its home region only.
    Trail own(String nameOrArn, Call call) {
        Trail trail = get(nameOrArn, call);
        if (!trail.region().equals(call.region())) {
            throw CloudTrailErrors.homeRegion(nameOrArn, trail.region());
        }
        return trail;
    }

    /// What IAM must allow; a name that is none is asked about as it is.
    static List<Access> access(String action, String nameOrArn, Call call) {
        String resource = nameOrArn.startsWith("arn:")
                ? nameOrArn
                : new Arn("cloudtrail", call.region(), call.account(), "trail/" + nameOrArn).toString();
        return List.of(Access.to("cloudtrail:" + action, resource));
    }
}
