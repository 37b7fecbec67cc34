package dev.virga.services.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.iam.CreateServiceSpecificCredentialRequest;
import dev.virga.api.iam.CreateUserRequest;
import dev.virga.api.iam.DeleteSSHPublicKeyRequest;
import dev.virga.api.iam.DeleteServerCertificateRequest;
import dev.virga.api.iam.DeleteServiceSpecificCredentialRequest;
import dev.virga.api.iam.DeleteSigningCertificateRequest;
import dev.virga.api.iam.DeleteUserRequest;
import dev.virga.api.iam.GetAccountSummaryRequest;
import dev.virga.api.iam.GetSSHPublicKeyRequest;
import dev.virga.api.iam.GetServerCertificateRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListSSHPublicKeysRequest;
import dev.virga.api.iam.ListServerCertificateTagsRequest;
import dev.virga.api.iam.ListServerCertificatesRequest;
import dev.virga.api.iam.ListServiceSpecificCredentialsRequest;
import dev.virga.api.iam.ListSigningCertificatesRequest;
import dev.virga.api.iam.ResetServiceSpecificCredentialRequest;
import dev.virga.api.iam.SSHPublicKey;
import dev.virga.api.iam.ServiceSpecificCredential;
import dev.virga.api.iam.Tag;
import dev.virga.api.iam.TagServerCertificateRequest;
import dev.virga.api.iam.UntagServerCertificateRequest;
import dev.virga.api.iam.UpdateSSHPublicKeyRequest;
import dev.virga.api.iam.UpdateServerCertificateRequest;
import dev.virga.api.iam.UpdateServiceSpecificCredentialRequest;
import dev.virga.api.iam.UpdateSigningCertificateRequest;
import dev.virga.api.iam.UpdateUserRequest;
import dev.virga.api.iam.UploadSSHPublicKeyRequest;
import dev.virga.api.iam.UploadServerCertificateRequest;
import dev.virga.api.iam.UploadSigningCertificateRequest;
import dev.virga.services.iam.TestCertificates.Issued;
import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SSH keys, signing certificates, credentials of services and server certificates.
class UserCredentialsTest {
    private static Issued root;
    private static Issued rsa;
    private static Issued ec;

    @TempDir
    Path folder;

    private TestCloud cloud;

    @BeforeAll
    static void make() throws Exception {
        root = TestCertificates.of("root", "RSA");
        rsa = TestCertificates.of("rsa.example.com", "RSA", root, TestCertificates.FROM, TestCertificates.TO);
        ec = TestCertificates.of("ec.example.com", "EC", root, TestCertificates.FROM, TestCertificates.TO);
    }

    @BeforeEach
    void open() throws Exception {
        cloud = new TestCloud(folder);
        for (String name : List.of("ada", "bob")) {
            cloud.call(
                    IamOps.CreateUser,
                    CreateUserRequest.builder().userName(name).build());
        }
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private <I extends Struct> void refuses(String code, Op<I, ?> op, I input) {
        assertThatThrownBy(() -> cloud.call(op, input))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private SSHPublicKey uploadKey(String user, String body) {
        return cloud.call(
                        IamOps.UploadSSHPublicKey,
                        UploadSSHPublicKeyRequest.builder()
                                .userName(user)
                                .sshPublicKeyBody(body)
                                .build())
                .sshPublicKey();
    }

    private SSHPublicKey key(String user, String id, String encoding) {
        return cloud.call(
                        IamOps.GetSSHPublicKey,
                        GetSSHPublicKeyRequest.builder()
                                .userName(user)
                                .sshPublicKeyId(id)
                                .encoding(encoding)
                                .build())
                .sshPublicKey();
    }

    @Test
    void anSshKeyIsShownInBothFormsAndKnownInBoth() throws Exception {
        SSHPublicKey made = uploadKey("ada", rsa.publicPem());
        assertThat(made.sshPublicKeyId()).startsWith("APKA");
        assertThat(made.fingerprint()).matches("([0-9a-f]{2}:){15}[0-9a-f]{2}");
        assertThat(made.sshPublicKeyBody()).startsWith("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ");
        assertThat(key("ada", made.sshPublicKeyId(), "PEM").sshPublicKeyBody())
                .isEqualTo(rsa.publicPem().strip());
        refuses(
                "DuplicateSSHPublicKey",
                IamOps.UploadSSHPublicKey,
                UploadSSHPublicKeyRequest.builder()
                        .userName("ada")
                        .sshPublicKeyBody(made.sshPublicKeyBody() + " ada@laptop")
                        .build());
        assertThat(uploadKey("bob", made.sshPublicKeyBody()).fingerprint()).isEqualTo(made.fingerprint());
        for (String bad : List.of(
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==", "hello", rsa.pem(), "-----BEGIN PUBLIC KEY-----\nAAAA")) {
            refuses(
                    "UnrecognizedPublicKeyEncoding",
                    IamOps.UploadSSHPublicKey,
                    UploadSSHPublicKeyRequest.builder()
                            .userName("ada")
                            .sshPublicKeyBody(bad)
                            .build());
        }
        for (String bad : List.of("ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB", "ssh-rsa !!!!", ec.publicPem())) {
            refuses(
                    "InvalidPublicKey",
                    IamOps.UploadSSHPublicKey,
                    UploadSSHPublicKeyRequest.builder()
                            .userName("ada")
                            .sshPublicKeyBody(bad)
                            .build());
        }
    }

    @Test
    void aKeyBelongsToOneUserFollowsTheNameAndKeepsTheUser() {
        String id = uploadKey("ada", rsa.publicPem()).sshPublicKeyId();
        refuses(
                "NoSuchEntity",
                IamOps.GetSSHPublicKey,
                GetSSHPublicKeyRequest.builder()
                        .userName("bob")
                        .sshPublicKeyId(id)
                        .encoding("SSH")
                        .build());
        cloud.call(
                IamOps.UpdateUser,
                UpdateUserRequest.builder()
                        .userName("ada")
                        .newUserName("lovelace")
                        .build());
        cloud.call(
                IamOps.UpdateSSHPublicKey,
                UpdateSSHPublicKeyRequest.builder()
                        .userName("lovelace")
                        .sshPublicKeyId(id)
                        .status("Inactive")
                        .build());
        assertThat(key("lovelace", id, "SSH").status()).isEqualTo("Inactive");
        assertThat(cloud.call(
                                IamOps.ListSSHPublicKeys,
                                ListSSHPublicKeysRequest.builder()
                                        .userName("lovelace")
                                        .build())
                        .sshPublicKeys())
                .singleElement()
                .satisfies(each -> assertThat(each.userName()).isEqualTo("lovelace"));
        refuses(
                "DeleteConflict",
                IamOps.DeleteUser,
                DeleteUserRequest.builder().userName("lovelace").build());
        cloud.call(
                IamOps.DeleteSSHPublicKey,
                DeleteSSHPublicKeyRequest.builder()
                        .userName("lovelace")
                        .sshPublicKeyId(id)
                        .build());
        cloud.call(
                IamOps.DeleteUser,
                DeleteUserRequest.builder().userName("lovelace").build());
    }

    private UploadSigningCertificateRequest signing(String user, String pem) {
        return UploadSigningCertificateRequest.builder()
                .userName(user)
                .certificateBody(pem)
                .build();
    }

    @Test
    void aUserHasTwoSigningCertificatesWhichAreNobodyElses() throws Exception {
        String id = cloud.call(IamOps.UploadSigningCertificate, signing("ada", rsa.pem()))
                .certificate()
                .certificateId();
        refuses("DuplicateCertificate", IamOps.UploadSigningCertificate, signing("bob", rsa.pem()));
        cloud.call(IamOps.UploadSigningCertificate, signing("ada", ec.pem()));
        refuses("LimitExceeded", IamOps.UploadSigningCertificate, signing("ada", root.pem()));
        refuses("MalformedCertificate", IamOps.UploadSigningCertificate, signing("bob", "no certificate"));
        refuses("MalformedCertificate", IamOps.UploadSigningCertificate, signing("bob", rsa.pkcs8()));
        Issued old = TestCertificates.of(
                "old", "EC", null, TestCertificates.FROM, TestCertificates.FROM.plus(Duration.ofDays(1)));
        refuses("InvalidCertificate", IamOps.UploadSigningCertificate, signing("bob", old.pem()));
        cloud.call(
                IamOps.UpdateSigningCertificate,
                UpdateSigningCertificateRequest.builder()
                        .userName("ada")
                        .certificateId(id)
                        .status("Inactive")
                        .build());
        refuses(
                "ValidationError",
                IamOps.UpdateSigningCertificate,
                UpdateSigningCertificateRequest.builder()
                        .userName("ada")
                        .certificateId(id)
                        .status("Expired")
                        .build());
        assertThat(cloud.call(
                                IamOps.ListSigningCertificates,
                                ListSigningCertificatesRequest.builder()
                                        .userName("ada")
                                        .build())
                        .certificates())
                .extracting(each -> each.certificateId().equals(id) + each.status())
                .containsExactlyInAnyOrder("trueInactive", "falseActive");
        refuses(
                "DeleteConflict",
                IamOps.DeleteUser,
                DeleteUserRequest.builder().userName("ada").build());
        DeleteSigningCertificateRequest delete = DeleteSigningCertificateRequest.builder()
                .userName("ada")
                .certificateId(id)
                .build();
        cloud.call(IamOps.DeleteSigningCertificate, delete);
        refuses("NoSuchEntity", IamOps.DeleteSigningCertificate, delete);
    }

    private CreateServiceSpecificCredentialRequest.Builder credential(String service) {
        return CreateServiceSpecificCredentialRequest.builder().userName("ada").serviceName(service);
    }

    @Test
    void aCredentialOfAServiceIsShownOnceAndMayEnd() {
        String git = "codecommit.amazonaws.com";
        ServiceSpecificCredential first = cloud.call(
                        IamOps.CreateServiceSpecificCredential, credential(git).build())
                .serviceSpecificCredential();
        assertThat(first.serviceUserName()).isEqualTo("ada-at-" + TestCloud.ACCOUNT);
        assertThat(first.servicePassword()).hasSize(44);
        ServiceSpecificCredential second = cloud.call(
                        IamOps.CreateServiceSpecificCredential, credential(git).build())
                .serviceSpecificCredential();
        assertThat(second.serviceUserName()).isNotEqualTo(first.serviceUserName());
        refuses(
                "LimitExceeded",
                IamOps.CreateServiceSpecificCredential,
                credential(git).build());
        refuses(
                "NotSupportedService",
                IamOps.CreateServiceSpecificCredential,
                credential("sqs.amazonaws.com").build());
        refuses(
                "ValidationError",
                IamOps.CreateServiceSpecificCredential,
                credential(git).credentialAgeDays(3).build());
        ServiceSpecificCredential key = cloud.call(
                        IamOps.CreateServiceSpecificCredential,
                        credential("bedrock.amazonaws.com").credentialAgeDays(3).build())
                .serviceSpecificCredential();
        assertThat(key.servicePassword()).isNull();
        assertThat(key.serviceCredentialSecret()).startsWith("ABSK");
        ServiceSpecificCredential reset = cloud.call(
                        IamOps.ResetServiceSpecificCredential,
                        ResetServiceSpecificCredentialRequest.builder()
                                .userName("ada")
                                .serviceSpecificCredentialId(first.serviceSpecificCredentialId())
                                .build())
                .serviceSpecificCredential();
        assertThat(reset.servicePassword()).isNotEqualTo(first.servicePassword());
        cloud.call(
                IamOps.UpdateServiceSpecificCredential,
                UpdateServiceSpecificCredentialRequest.builder()
                        .userName("ada")
                        .serviceSpecificCredentialId(second.serviceSpecificCredentialId())
                        .status("Inactive")
                        .build());
        cloud.time.advance(Duration.ofDays(4));
        assertThat(cloud.call(
                                IamOps.ListServiceSpecificCredentials,
                                ListServiceSpecificCredentialsRequest.builder()
                                        .allUsers(true)
                                        .build())
                        .serviceSpecificCredentials())
                .extracting(each -> each.serviceName() + " " + each.status())
                .containsExactlyInAnyOrder(git + " Active", git + " Inactive", "bedrock.amazonaws.com Expired");
        for (ServiceSpecificCredential each : List.of(first, second, key)) {
            refuses(
                    "DeleteConflict",
                    IamOps.DeleteUser,
                    DeleteUserRequest.builder().userName("ada").build());
            cloud.call(
                    IamOps.DeleteServiceSpecificCredential,
                    DeleteServiceSpecificCredentialRequest.builder()
                            .userName("ada")
                            .serviceSpecificCredentialId(each.serviceSpecificCredentialId())
                            .build());
        }
        cloud.call(
                IamOps.DeleteUser, DeleteUserRequest.builder().userName("ada").build());
    }

    private UploadServerCertificateRequest.Builder server(String name, Issued certificate, String key)
            throws Exception {
        return UploadServerCertificateRequest.builder()
                .serverCertificateName(name)
                .certificateBody(certificate.pem())
                .privateKey(key);
    }

    @Test
    void aServerCertificateIsTakenWithItsOwnKeyInAnyForm() throws Exception {
        for (String key : List.of(rsa.pkcs8(), rsa.traditional())) {
            cloud.call(
                    IamOps.UploadServerCertificate,
                    server("rsa" + key.length(), rsa, key)
                            .certificateChain(root.pem())
                            .build());
        }
        for (String key : List.of(ec.pkcs8(), ec.traditional())) {
            cloud.call(
                    IamOps.UploadServerCertificate,
                    server("ec" + key.length(), ec, key).path("/edge/").build());
        }
        refuses(
                "EntityAlreadyExists",
                IamOps.UploadServerCertificate,
                server("ec" + ec.pkcs8().length(), ec, ec.pkcs8()).build());
        for (String other : List.of(root.pkcs8(), root.traditional(), ec.pkcs8(), ec.traditional())) {
            refuses(
                    "KeyPairMismatch",
                    IamOps.UploadServerCertificate,
                    server("x", rsa, other).build());
        }
        String encrypted = rsa.traditional().replace("KEY-----\nM", "KEY-----\nProc-Type: 4,ENCRYPTED\n\nM");
        for (String bad : List.of("nothing", encrypted, rsa.pem())) {
            refuses(
                    "MalformedCertificate",
                    IamOps.UploadServerCertificate,
                    server("x", rsa, bad).build());
        }
        refuses(
                "MalformedCertificate",
                IamOps.UploadServerCertificate,
                server("x", rsa, rsa.pkcs8()).certificateChain(ec.pem()).build());
        Issued future = TestCertificates.of("f", "EC", null, TestCertificates.TO.minusSeconds(9), TestCertificates.TO);
        refuses(
                "MalformedCertificate",
                IamOps.UploadServerCertificate,
                server("x", future, future.pkcs8()).build());
        assertThat(cloud.call(
                                IamOps.ListServerCertificates,
                                ListServerCertificatesRequest.builder()
                                        .pathPrefix("/edge/")
                                        .build())
                        .serverCertificateMetadataList())
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.serverCertificateId()).startsWith("ASCA"));
        assertThat(cloud.call(
                                IamOps.GetAccountSummary,
                                GetAccountSummaryRequest.builder().build())
                        .summaryMap())
                .containsEntry("ServerCertificates", 4);
    }

    @Test
    void aServerCertificateIsRenamedTaggedAndDeletedAndNeverShowsItsKey() throws Exception {
        cloud.call(
                IamOps.UploadServerCertificate,
                server("site", rsa, rsa.pkcs8())
                        .tags(List.of(Tag.builder().key("team").value("rain").build()))
                        .build());
        cloud.call(
                IamOps.UpdateServerCertificate,
                UpdateServerCertificateRequest.builder()
                        .serverCertificateName("site")
                        .newServerCertificateName("shop")
                        .newPath("/edge/")
                        .build());
        GetServerCertificateRequest get = GetServerCertificateRequest.builder()
                .serverCertificateName("shop")
                .build();
        assertThat(cloud.call(IamOps.GetServerCertificate, get).toString())
                .contains("server-certificate/edge/shop")
                .doesNotContain("PRIVATE");
        cloud.call(
                IamOps.TagServerCertificate,
                TagServerCertificateRequest.builder()
                        .serverCertificateName("shop")
                        .tags(List.of(Tag.builder().key("level").value("3").build()))
                        .build());
        cloud.call(
                IamOps.UntagServerCertificate,
                UntagServerCertificateRequest.builder()
                        .serverCertificateName("shop")
                        .tagKeys(List.of("team"))
                        .build());
        assertThat(cloud.call(
                                IamOps.ListServerCertificateTags,
                                ListServerCertificateTagsRequest.builder()
                                        .serverCertificateName("shop")
                                        .build())
                        .tags())
                .extracting(Tag::key)
                .containsExactly("level");
        cloud.call(
                IamOps.DeleteServerCertificate,
                DeleteServerCertificateRequest.builder()
                        .serverCertificateName("shop")
                        .build());
        refuses("NoSuchEntity", IamOps.GetServerCertificate, get);
    }
}
