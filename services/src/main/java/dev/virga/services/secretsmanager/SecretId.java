package dev.virga.services.secretsmanager;

import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What `SecretId` names: a secret by its name, its ARN, or its ARN without the random characters.
///
/// @param suffix of a whole ARN, or null
/// @param whole name when the six characters are part of it: an ARN without a suffix may end in the
///     same way
record SecretId(Place place, String name, @Nullable String suffix, String whole) {
    private static final String RESOURCE = "secret:";
    private static final Pattern WITH_SUFFIX = Pattern.compile("(.+)-([A-Za-z0-9]{6})", Pattern.DOTALL);

    /// @throws dev.virga.wire.AwsException ValidationException
    static SecretId of(String text, Call call) {
        if (!text.startsWith("arn:")) {
            SecretName.check(text);
            return new SecretId(Place.of(call), text, null, text);
        }
        Arn arn = Arn.parse(text);
        if (arn == null
                || !arn.service().equals("secretsmanager")
                || !arn.resource().startsWith(RESOURCE)) {
            throw SecretName.invalid();
        }
        if (!arn.region().equals(call.region())) {
            throw SecretErrors.notFound();
        }
        String rest = arn.resource().substring(RESOURCE.length());
        Place place = new Place(arn.account(), arn.region());
        Matcher form = WITH_SUFFIX.matcher(rest);
        return form.matches()
                ? new SecretId(place, form.group(1), form.group(2), rest)
                : new SecretId(place, rest, null, rest);
    }
}
