package dev.virga.kernel.policy;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known about one request: the values of condition keys and policy variables, worked out
/// when a policy asks for them.
///
/// Used by one thread, for one decision; it also counts what the decision costs.
public final class RequestContext {
    /// Steps, most of them comparisons of a character, that one decision may take. Documents within
    /// IAM's limits stay far below.
    static final long MAX_COST = 20_000_000;

    private static final int ACCOUNT_PART = 4;
    private static final int ACCOUNT_DIGITS = 12;
    /// What only a call has that somebody made.
    private static final Set<String> OF_THE_CALL = Set.of(
            "aws:calledvia",
            "aws:calledviafirst",
            "aws:calledvialast",
            "aws:currenttime",
            "aws:epochtime",
            "aws:multifactorauthage",
            "aws:multifactorauthpresent",
            "aws:referer",
            "aws:requestedregion",
            "aws:securetransport",
            "aws:sourceip",
            "aws:tokenissuetime",
            "aws:useragent",
            "aws:viaawsservice");

    private static final String PRINCIPAL_TAG = "aws:principaltag/";

    private final Access access;
    private final Call call;
    private final Map<String, String> principalTags;
    private final String action;
    private final boolean imagined;
    private long cost;

    /// @param principalTags tags of the user or role; those of the session are in the caller and
    ///     win
    public RequestContext(Access access, Call call, Map<String, String> principalTags) {
        this(access, call, principalTags, false);
    }

    /// A request that nobody made: the condition keys of `access` count, and what is known of the
    /// principal and the resource.
    public static RequestContext imagined(Access access, Call call, Map<String, String> principalTags) {
        return new RequestContext(access, call, principalTags, true);
    }

    private RequestContext(Access access, Call call, Map<String, String> principalTags, boolean imagined) {
        this.imagined = imagined;
        this.access = access;
        this.call = call;
        this.principalTags = principalTags;
        this.action = access.action().toLowerCase(Locale.ROOT);
    }

    /// The same request with nothing spent yet.
    RequestContext again() {
        return new RequestContext(access, call, principalTags, imagined);
    }

    /// More work than [#MAX_COST] allows: the request is denied.
    static final class TooExpensive extends RuntimeException {
        TooExpensive() {
            super("policies take more than " + MAX_COST + " steps", null, false, false);
        }
    }

    Caller caller() {
        return call.caller();
    }

    /// In lower case.
    String action() {
        return action;
    }

    /// As the service writes it.
    String actionName() {
        return access.action();
    }

    String resource() {
        return access.resource();
    }

    /// The account that owns the resource: from its ARN, or what the service says of ARNs without
    /// an account (S3); otherwise the account that the call is made in.
    String resourceAccount() {
        String account = accountOf(access.resource());
        if (account != null) {
            return account;
        }
        return access.owner() == null ? call.account() : access.owner();
    }

    /// Null without one: in patterns it is a star, and in the ARNs of AWS's own policies `aws`.
    private static @Nullable String accountOf(String arn) {
        int from = 0;
        for (int colons = 0; colons < ACCOUNT_PART; colons++) {
            from = arn.indexOf(':', from) + 1;
            if (from == 0) {
                return null;
            }
        }
        int to = arn.indexOf(':', from);
        return to - from == ACCOUNT_DIGITS && Character.isDigit(arn.charAt(from)) ? arn.substring(from, to) : null;
    }

    boolean matches(Wildcard pattern, String text) {
        spend((long) text.length() * pattern.weight());
        return pattern.matches(text);
    }

    void spend(long steps) {
        cost += 1 + steps;
        if (cost > MAX_COST) {
            throw new TooExpensive();
        }
    }

    /// What the decision has cost so far.
    long steps() {
        return cost;
    }

    /// The value of a key that has exactly one, or null.
    @Nullable
    String single(String lowerCaseKey) {
        List<String> values = values(lowerCaseKey);
        return values == null || values.size() != 1 ? null : values.getFirst();
    }

    /// Null when the request has no such key.
    @Nullable
    List<String> values(String lowerCaseKey) {
        List<String> wished = imagined ? serviceKey(lowerCaseKey) : null;
        if (wished != null || (imagined && OF_THE_CALL.contains(lowerCaseKey))) {
            return wished;
        }
        if (!lowerCaseKey.startsWith("aws:")) {
            List<String> given = serviceKey(lowerCaseKey);
            Caller.Token token = call.caller().token();
            return given == null && token != null ? ignoringCase(token.keys(), lowerCaseKey) : given;
        }
        if (lowerCaseKey.startsWith(PRINCIPAL_TAG)) {
            return one(principalTag(lowerCaseKey.substring(PRINCIPAL_TAG.length())));
        }
        if (lowerCaseKey.equals("aws:calledvia")) {
            return call.via().isEmpty() ? null : call.via();
        }
        String value =
                switch (lowerCaseKey) {
                    case "aws:sourceip" -> isAddress(call.sourceAddress()) ? call.sourceAddress() : null;
                    case "aws:securetransport" -> String.valueOf(call.secure());
                    case "aws:currenttime" -> call.time().toString();
                    case "aws:epochtime" -> String.valueOf(call.time().getEpochSecond());
                    case "aws:requestedregion" -> call.region();
                    case "aws:useragent" ->
                        call.client() == null ? null : call.client().userAgent();
                    case "aws:referer" ->
                        call.client() == null ? null : call.client().referer();
                    case "aws:resourceaccount" -> resourceAccount();
                    case "aws:viaawsservice" -> String.valueOf(!call.via().isEmpty());
                    case "aws:calledviafirst" ->
                        call.via().isEmpty() ? null : call.via().getFirst();
                    case "aws:calledvialast" ->
                        call.via().isEmpty() ? null : call.via().getLast();
                    default -> principalKey(lowerCaseKey);
                };
        return value == null ? serviceKey(lowerCaseKey) : List.of(value);
    }

    private @Nullable String principalKey(String key) {
        Caller caller = call.caller();
        boolean anonymous = caller instanceof Caller.Anonymous || caller instanceof Caller.WebIdentity;
        boolean service = caller instanceof Caller.Service;
        return switch (key) {
            case "aws:principalarn" -> service || anonymous ? null : principalArn();
            case "aws:principalaccount" -> service || anonymous ? null : caller.account();
            case "aws:principaltype" -> principalType();
            case "aws:principalisawsservice" -> String.valueOf(service);
            case "aws:principalservicename" -> service ? caller.arn() : null;
            case "aws:userid" -> service ? null : caller.userId();
            case "aws:username" -> caller instanceof Caller.User user ? user.name() : null;
            case "aws:sourcearn" -> caller instanceof Caller.Service s ? s.sourceArn() : null;
            case "aws:sourceaccount" -> service ? caller.account() : null;
            default -> tokenKey(key, caller.token());
        };
    }

    /// Keys that only requests with temporary credentials have.
    private @Nullable String tokenKey(String key, Caller.@Nullable Token token) {
        if (token == null) {
            return null;
        }
        Instant mfa = token.mfa();
        return switch (key) {
            case "aws:tokenissuetime" -> token.issued().toString();
            case "aws:multifactorauthpresent" -> String.valueOf(mfa != null);
            case "aws:multifactorauthage" ->
                mfa == null
                        ? null
                        : String.valueOf(Duration.between(mfa, call.time()).toSeconds());
            case "aws:sourceidentity" -> token.sourceIdentity();
            case "aws:federatedprovider" -> token.provider();
            default -> null;
        };
    }

    private String principalArn() {
        return call.caller() instanceof Caller.Session session
                ? session.roleArn()
                : call.caller().arn();
    }

    private String principalType() {
        return switch (call.caller()) {
            case Caller.Root root -> "Account";
            case Caller.User user -> "User";
            case Caller.Session session -> "AssumedRole";
            case Caller.Service service -> "Service";
            case Caller.FederatedUser user -> "FederatedUser";
            case Caller.WebIdentity identity -> "FederatedUser";
            case Caller.Anonymous anonymous -> "Anonymous";
        };
    }

    private @Nullable String principalTag(String lowerCaseName) {
        String value = ignoringCase(call.caller().sessionTags(), lowerCaseName);
        if (value != null) {
            return value;
        }
        return ignoringCase(principalTags, lowerCaseName);
    }

    private @Nullable List<String> serviceKey(String name) {
        // The exact name first: services work the others out only when they must.
        List<String> exact = access.conditions().get(name);
        return exact == null ? ignoringCase(access.conditions(), name) : exact;
    }

    private static <V> @Nullable V ignoringCase(Map<String, V> map, String name) {
        for (Map.Entry<String, V> entry : map.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /// Calls from inside the cloud carry the name of a service there.
    private static boolean isAddress(String source) {
        return Cidr.address(source) != null;
    }

    private static @Nullable List<String> one(@Nullable String value) {
        return value == null ? null : List.of(value);
    }
}
