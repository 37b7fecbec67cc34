package dev.virga.services.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.iam.AddClientIDToOpenIDConnectProviderRequest;
import dev.virga.api.iam.CreateOpenIDConnectProviderRequest;
import dev.virga.api.iam.DeleteOpenIDConnectProviderRequest;
import dev.virga.api.iam.GetOpenIDConnectProviderRequest;
import dev.virga.api.iam.GetOpenIDConnectProviderResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListOpenIDConnectProviderTagsRequest;
import dev.virga.api.iam.ListOpenIDConnectProvidersRequest;
import dev.virga.api.iam.OpenIDConnectProviderListEntry;
import dev.virga.api.iam.RemoveClientIDFromOpenIDConnectProviderRequest;
import dev.virga.api.iam.Tag;
import dev.virga.api.iam.TagOpenIDConnectProviderRequest;
import dev.virga.api.iam.UntagOpenIDConnectProviderRequest;
import dev.virga.api.iam.UpdateOpenIDConnectProviderThumbprintRequest;
import dev.virga.wire.AwsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Identity providers as IAM keeps them.
class OpenIdProviderTest {
    private static final String URL = "https://login.example.com/Realm/a";
    private static final String ARN = "arn:aws:iam::111122223333:oidc-provider/login.example.com/Realm/a";

    @TempDir
    Path folder;

    private TestCloud cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new TestCloud(folder);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private String create(CreateOpenIDConnectProviderRequest.Builder request) {
        return cloud.call(IamOps.CreateOpenIDConnectProvider, request.build()).openIDConnectProviderArn();
    }

    private GetOpenIDConnectProviderResponse get() {
        return cloud.call(
                IamOps.GetOpenIDConnectProvider,
                GetOpenIDConnectProviderRequest.builder()
                        .openIDConnectProviderArn(ARN)
                        .build());
    }

    private static void isRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }

    @Test
    void aProviderLivesFromItsCreationToItsDeletion() {
        String thumbprint = "a".repeat(40);
        assertThat(create(CreateOpenIDConnectProviderRequest.builder()
                        .url(URL)
                        .clientIDList(List.of("one"))
                        .thumbprintList(List.of(thumbprint))
                        .tags(List.of(Tag.builder().key("k").value("v").build()))))
                .isEqualTo(ARN);
        assertThat(get().url()).isEqualTo("login.example.com/Realm/a");
        assertThat(get().thumbprintList()).containsExactly(thumbprint);
        assertThat(get().createDate()).isEqualTo(TestCloud.START);
        isRefused(() -> create(CreateOpenIDConnectProviderRequest.builder().url(URL)), "EntityAlreadyExists");

        var add = AddClientIDToOpenIDConnectProviderRequest.builder()
                .openIDConnectProviderArn(ARN)
                .clientID("two")
                .build();
        cloud.call(IamOps.AddClientIDToOpenIDConnectProvider, add);
        cloud.call(IamOps.AddClientIDToOpenIDConnectProvider, add);
        assertThat(get().clientIDList()).containsExactly("one", "two");
        cloud.call(
                IamOps.RemoveClientIDFromOpenIDConnectProvider,
                RemoveClientIDFromOpenIDConnectProviderRequest.builder()
                        .openIDConnectProviderArn(ARN)
                        .clientID("one")
                        .build());
        assertThat(get().clientIDList()).containsExactly("two");

        cloud.call(
                IamOps.UpdateOpenIDConnectProviderThumbprint,
                UpdateOpenIDConnectProviderThumbprintRequest.builder()
                        .openIDConnectProviderArn(ARN)
                        .thumbprintList(List.of("b".repeat(40)))
                        .build());
        assertThat(get().thumbprintList()).containsExactly("b".repeat(40));
        cloud.call(
                IamOps.TagOpenIDConnectProvider,
                TagOpenIDConnectProviderRequest.builder()
                        .openIDConnectProviderArn(ARN)
                        .tags(List.of(Tag.builder().key("l").value("w").build()))
                        .build());
        cloud.call(
                IamOps.UntagOpenIDConnectProvider,
                UntagOpenIDConnectProviderRequest.builder()
                        .openIDConnectProviderArn(ARN)
                        .tagKeys(List.of("k"))
                        .build());
        assertThat(cloud.call(
                                IamOps.ListOpenIDConnectProviderTags,
                                ListOpenIDConnectProviderTagsRequest.builder()
                                        .openIDConnectProviderArn(ARN)
                                        .build())
                        .tags())
                .extracting(Tag::key)
                .containsExactly("l");
        assertThat(cloud.call(
                                IamOps.ListOpenIDConnectProviders,
                                ListOpenIDConnectProvidersRequest.builder().build())
                        .openIDConnectProviderList())
                .extracting(OpenIDConnectProviderListEntry::arn)
                .containsExactly(ARN);
        cloud.call(
                IamOps.DeleteOpenIDConnectProvider,
                DeleteOpenIDConnectProviderRequest.builder()
                        .openIDConnectProviderArn(ARN)
                        .build());
        isRefused(this::get, "NoSuchEntity");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.com",
                "login.example.com",
                "https://me@login.example.com",
                "https://login.example.com?a=b",
                "https://login.example.com#a",
                "ftp://localhost",
                "https://"
            })
    void anAddressThatIsNoneIsRefused(String url) {
        isRefused(() -> create(CreateOpenIDConnectProviderRequest.builder().url(url)), "InvalidInput");
    }

    @Test
    void listsHaveLimits() {
        var request = CreateOpenIDConnectProviderRequest.builder().url(URL);
        isRefused(
                () -> create(request.clientIDList(
                        IntStream.range(0, 101).mapToObj(i -> "client" + i).toList())),
                "LimitExceeded");
        isRefused(() -> create(request.clientIDList(List.of("a", "a"))), "InvalidInput");
        var other = CreateOpenIDConnectProviderRequest.builder().url(URL);
        isRefused(
                () -> create(other.thumbprintList(
                        IntStream.range(0, 6).mapToObj(i -> ("" + i).repeat(40)).toList())),
                "InvalidInput");
        isRefused(() -> create(other.thumbprintList(List.of("z".repeat(40)))), "InvalidInput");
    }
}
