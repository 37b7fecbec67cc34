package dev.virga.services.iam;

import dev.virga.api.iam.GetOpenIDConnectProviderResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An OpenID Connect provider whose tokens STS takes for roles of the account.
///
/// @param name its address without scheme, which is also the end of its ARN
/// @param clients audiences that its tokens may be made for
/// @param thumbprints SHA-1 of certificates that are trusted beside the well-known authorities
record OpenIdProvider(
        String account,
        String name,
        Instant created,
        List<String> clients,
        List<String> thumbprints,
        Map<String, String> tags) {
    static final String KIND = "oidc-provider";
    private static final String HTTPS = "https://";
    private static final String HTTP = "http://";

    OpenIdProvider withClients(List<String> others) {
        return new OpenIdProvider(account, name, created, List.copyOf(others), thumbprints, tags);
    }

    OpenIdProvider withThumbprints(List<String> others) {
        return new OpenIdProvider(account, name, created, clients, List.copyOf(others), tags);
    }

    OpenIdProvider withTags(Map<String, String> others) {
        return new OpenIdProvider(account, name, created, clients, thumbprints, others);
    }

    static String arn(String account, String name) {
        return "arn:aws:iam::" + account + ":" + KIND + "/" + name;
    }

    /// The name in an ARN of the caller's account.
    ///
    /// @throws dev.virga.wire.AwsException InvalidInput
    static String name(String arn, Call call) {
        Arn parsed = Arn.parse(arn);
        if (parsed == null
                || !parsed.service().equals("iam")
                || !parsed.account().equals(call.account())
                || !parsed.resource().startsWith(KIND + "/")) {
            throw IamErrors.invalidInput("Invalid ARN: " + arn);
        }
        return parsed.resource().substring(KIND.length() + 1);
    }

    static List<Access> access(String action, String arn) {
        return List.of(Access.to("iam:" + action, arn));
    }

    /// The name that an address gets.
    ///
    /// @param loopback whether a provider on this machine may speak http
    /// @throws dev.virga.wire.AwsException InvalidInput
    static String name(String url, boolean loopback) {
        try {
            URI uri = new URI(url);
            boolean plain = loopback && url.startsWith(HTTP) && isLoopback(uri.getHost());
            if ((url.startsWith(HTTPS) || plain)
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return url.substring(url.indexOf("://") + 3);
            }
        } catch (URISyntaxException e) {
            throw IamErrors.invalidInput("Invalid Open ID Connect Provider URL");
        }
        throw IamErrors.invalidInput("Invalid Open ID Connect Provider URL");
    }

    private static boolean isLoopback(String host) {
        return "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
    }

    /// @throws dev.virga.wire.AwsException InvalidInput, LimitExceeded
    static void checkClients(List<String> clients) {
        if (clients.size() > Quotas.CLIENTS_PER_PROVIDER) {
            throw IamErrors.quota("ClientIdsPerOpenIdConnectProvider", Quotas.CLIENTS_PER_PROVIDER);
        }
        if (clients.stream().distinct().count() != clients.size()) {
            throw IamErrors.invalidInput("Client ids must be unique.");
        }
    }

    /// @throws dev.virga.wire.AwsException InvalidInput, LimitExceeded
    static void checkThumbprints(List<String> thumbprints) {
        if (thumbprints.size() > Quotas.THUMBPRINTS_PER_PROVIDER) {
            throw IamErrors.invalidInput(
                    "Thumbprint list must contain fewer than " + (Quotas.THUMBPRINTS_PER_PROVIDER + 1) + " entries.");
        }
        for (String thumbprint : thumbprints) {
            if (!thumbprint.matches("[0-9a-fA-F]{40}")) {
                throw IamErrors.invalidInput("Thumbprint must be 40 hexadecimal digits.");
            }
        }
    }

    GetOpenIDConnectProviderResponse details() {
        return GetOpenIDConnectProviderResponse.builder()
                .url(name)
                .clientIDList(clients)
                .thumbprintList(thumbprints)
                .createDate(created)
                .tags(Tags.list(new TreeMap<>(tags)))
                .build();
    }
}
