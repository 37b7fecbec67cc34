package dev.virga.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.lambda.InvalidParameterValueException;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.wire.AwsException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PermissionStatementTest {
    private static final String STATEMENT = "{\"Sid\":\"a\",\"Principal\":{\"AWS\":\"arn:aws:iam::1:user/bob\"}}";
    private static final FunctionName FUNCTION = new FunctionName("111122223333", "us-east-1", "f", null);

    @Test
    void aStatementIsKeptAsAPolicyWithItAlone() {
        assertThat(PermissionStatement.kept(STATEMENT, FUNCTION, PolicyPrincipals.BY_NAME))
                .isEqualTo(STATEMENT);
    }

    @Test
    void aPrincipalThatDoesNotExistIsRefused() {
        PolicyPrincipals nobody = new PolicyPrincipals() {
            @Override
            public String keep(String document, String account, Function<String, AwsException> unknown) {
                assertThat(document).isEqualTo("{\"Statement\":" + STATEMENT + "}");
                throw unknown.apply("arn:aws:iam::1:user/bob");
            }

            @Override
            public String shown(String kept) {
                return kept;
            }
        };
        assertThatThrownBy(() -> PermissionStatement.kept(STATEMENT, FUNCTION, nobody))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("The provided principal was invalid");
    }
}
