package dev.virga.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaNamesTest {
    @ParameterizedTest
    @CsvSource({
        "TableName,tableName",
        "KMSKeyId,kmsKeyId",
        "ETag,eTag",
        "ACL,acl",
        "S,s",
        "already,already",
        "Default,defaultValue",
        "Builder,builderValue",
        "x-amz-id,x_amz_id",
        "2fa,_2fa"
    })
    void membersBecomeProperties(String member, String property) {
        assertThat(JavaNames.property(member)).isEqualTo(property);
    }

    @ParameterizedTest
    @CsvSource({"Code,codeValue", "Status,statusValue", "message,messageValue", "Type,type"})
    void membersOfErrorsKeepAwayFromTheErrorsOwnMethods(String member, String property) {
        assertThat(JavaNames.errorProperty(member)).isEqualTo(property);
    }

    @ParameterizedTest
    @CsvSource({
        "RequestResponse,REQUEST_RESPONSE",
        "provided.al2023,PROVIDED_AL2023",
        "HASH,HASH",
        "s3:ObjectCreated:*,S3_OBJECT_CREATED_",
        "1.0,_1_0",
        "*,__"
    })
    void enumValuesBecomeConstants(String value, String constant) {
        assertThat(JavaNames.constant(value)).isEqualTo(constant);
    }

    @Test
    void classesAvoidJavasOwnNamesAndDifferInMoreThanCase() {
        JavaNames names = new JavaNames("S3");
        assertThat(names.classOf("x#Object")).isEqualTo("S3Object");
        assertThat(names.classOf("x#Tag")).isEqualTo("Tag");
        assertThat(names.classOf("x#TAG")).isEqualTo("TAG_");
        assertThat(names.classOf("x#Tag")).isEqualTo("Tag");
        assertThat(JavaNames.variant("String", "Value")).isEqualTo("StringValue");
    }
}
