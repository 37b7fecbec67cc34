package dev.virga.services.sts;

import dev.virga.api.sts.Tag;
import dev.virga.kernel.saml.SamlMetadata;
import dev.virga.kernel.saml.SamlXml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/// What a SAML assertion says. Reading it proves nothing: [SamlSignatures] does.
///
/// @param attributes values by names
record SamlClaims(
        String issuer,
        @Nullable Instant issued,
        String subject,
        @Nullable String format,
        Conditions conditions,
        Confirmation confirmation,
        @Nullable Instant sessionEnd,
        Map<String, List<String>> attributes) {
    private static final String ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/";
    private static final String PRINCIPAL_TAG = ATTRIBUTES + "PrincipalTag:";
    private static final String BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
    private static final int MAX_VALUES = 1000;
    private static final Instant ALWAYS = Instant.MIN;

    /// @param audiences one list a restriction; the assertion is for whom all of them name
    record Conditions(@Nullable Instant notBefore, @Nullable Instant notOnOrAfter, List<List<String>> audiences) {}

    /// Who may bring the assertion: whoever has it, to one address, until some time.
    record Confirmation(String recipient, @Nullable Instant notBefore, Instant notOnOrAfter) {}

    /// Null when something is missing that there has to be, or a time is none.
    static @Nullable SamlClaims read(Element assertion) {
        Element issuer = SamlXml.child(assertion, SamlXml.ASSERTION, "Issuer");
        Element subject = SamlXml.child(assertion, SamlXml.ASSERTION, "Subject");
        Element name = subject == null ? null : SamlXml.child(subject, SamlXml.ASSERTION, "NameID");
        Element conditions = SamlXml.child(assertion, SamlXml.ASSERTION, "Conditions");
        Confirmation confirmation = subject == null ? null : confirmation(subject);
        if (issuer == null || name == null || conditions == null || confirmation == null) {
            return null;
        }
        Map<String, List<String>> attributes = attributes(assertion);
        Instant sessionEnd = null;
        for (Element statement : SamlXml.children(assertion, SamlXml.ASSERTION, "AuthnStatement")) {
            Instant end = time(statement, "SessionNotOnOrAfter");
            sessionEnd = end == null || (sessionEnd != null && sessionEnd.isBefore(end)) ? sessionEnd : end;
        }
        return attributes == null || SamlXml.text(name).isEmpty()
                ? null
                : new SamlClaims(
                        SamlXml.text(issuer),
                        time(assertion, "IssueInstant"),
                        SamlXml.text(name),
                        SamlXml.attribute(name, "Format"),
                        conditions(conditions),
                        confirmation,
                        sessionEnd,
                        attributes);
    }

    private static Conditions conditions(Element element) {
        List<List<String>> audiences = new ArrayList<>();
        for (Element restriction : SamlXml.children(element, SamlXml.ASSERTION, "AudienceRestriction")) {
            audiences.add(SamlXml.children(restriction, SamlXml.ASSERTION, "Audience").stream()
                    .map(SamlXml::text)
                    .toList());
        }
        return new Conditions(time(element, "NotBefore"), time(element, "NotOnOrAfter"), audiences);
    }

    /// The first one for bearers.
    private static @Nullable Confirmation confirmation(Element subject) {
        for (Element each : SamlXml.children(subject, SamlXml.ASSERTION, "SubjectConfirmation")) {
            Element data = SamlXml.child(each, SamlXml.ASSERTION, "SubjectConfirmationData");
            if (!BEARER.equals(SamlXml.attribute(each, "Method")) || data == null) {
                continue;
            }
            String recipient = SamlXml.attribute(data, "Recipient");
            Instant until = time(data, "NotOnOrAfter");
            return recipient == null || until == null
                    ? null
                    : new Confirmation(recipient, time(data, "NotBefore"), until);
        }
        return null;
    }

    /// A time that cannot be read is one that nothing is valid at.
    private static @Nullable Instant time(Element element, String name) {
        String text = SamlXml.attribute(element, name);
        if (text == null) {
            return null;
        }
        Instant time = SamlMetadata.time(text);
        return time == null ? (name.equals("NotBefore") ? Instant.MAX : ALWAYS) : time;
    }

    /// Null when there are too many.
    private static @Nullable Map<String, List<String>> attributes(Element assertion) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        int count = 0;
        for (Element statement : SamlXml.children(assertion, SamlXml.ASSERTION, "AttributeStatement")) {
            for (Element attribute : SamlXml.children(statement, SamlXml.ASSERTION, "Attribute")) {
                List<String> values = all.computeIfAbsent(
                        Objects.requireNonNullElse(SamlXml.attribute(attribute, "Name"), ""), n -> new ArrayList<>());
                for (Element value : SamlXml.children(attribute, SamlXml.ASSERTION, "AttributeValue")) {
                    values.add(SamlXml.text(value));
                    if (++count > MAX_VALUES) {
                        return null;
                    }
                }
            }
        }
        return all;
    }

    /// Values of one of AWS's attributes.
    List<String> values(String name) {
        return attributes.getOrDefault(ATTRIBUTES + name, List.of());
    }

    /// Null unless there is exactly one.
    @Nullable
    String value(String name) {
        List<String> values = values(name);
        return values.size() == 1 ? values.getFirst() : null;
    }

    /// Whether the provider lets the person have a role through it. Either ARN may stand first.
    boolean names(String role, String provider) {
        for (String value : values("Role")) {
            List<String> pair =
                    List.of(value.split(",", -1)).stream().map(String::strip).toList();
            if (pair.size() == 2 && pair.contains(role) && pair.contains(provider)) {
                return true;
            }
        }
        return false;
    }

    List<Tag> tags() {
        List<Tag> tags = new ArrayList<>();
        attributes.forEach((name, values) -> {
            if (name.startsWith(PRINCIPAL_TAG)) {
                tags.add(Tag.builder()
                        .key(name.substring(PRINCIPAL_TAG.length()))
                        .value(values.isEmpty() ? "" : values.getFirst())
                        .build());
            }
        });
        return tags;
    }

    /// How long the session may last by the provider's will; null when it does not say.
    @Nullable
    Integer sessionSeconds() {
        String text = value("SessionDuration");
        return text != null && text.matches("[0-9]{1,5}") ? (Integer) Integer.parseInt(text) : null;
    }

    /// `persistent`, `transient`, or the whole name of another format.
    String subjectType() {
        String prefix = "urn:oasis:names:tc:SAML:2.0:nameid-format:";
        String type = format == null ? "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified" : format;
        return type.equals(prefix + "persistent") || type.equals(prefix + "transient")
                ? type.substring(prefix.length())
                : type;
    }
}
