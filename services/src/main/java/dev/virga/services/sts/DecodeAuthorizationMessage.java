package dev.virga.services.sts;

import dev.virga.api.sts.DecodeAuthorizationMessageRequest;
import dev.virga.api.sts.DecodeAuthorizationMessageResponse;
import dev.virga.api.sts.InvalidAuthorizationMessageException;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.AuthorizationMessages;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Opens what a refusal says about its reasons.
final class DecodeAuthorizationMessage
        implements Operation<DecodeAuthorizationMessageRequest, DecodeAuthorizationMessageResponse> {
    private final AuthorizationMessages messages;

    DecodeAuthorizationMessage(AuthorizationMessages messages) {
        this.messages = messages;
    }

    @Override
    public Op<DecodeAuthorizationMessageRequest, DecodeAuthorizationMessageResponse> op() {
        return StsOps.DecodeAuthorizationMessage;
    }

    @Override
    public List<Access> access(DecodeAuthorizationMessageRequest input, Call call) {
        return List.of(Access.to("sts:DecodeAuthorizationMessage", "*"));
    }

    @Override
    public DecodeAuthorizationMessageResponse handle(DecodeAuthorizationMessageRequest input, Call call) {
        String decoded = messages.decode(input.encodedMessage());
        if (decoded == null) {
            throw new InvalidAuthorizationMessageException("The encoded authorization message is invalid.");
        }
        return DecodeAuthorizationMessageResponse.builder()
                .decodedMessage(decoded)
                .build();
    }
}
