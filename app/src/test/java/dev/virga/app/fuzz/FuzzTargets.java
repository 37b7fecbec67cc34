package dev.virga.app.fuzz;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.iam.IamOps;
import dev.virga.api.kms.KmsOps;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.logs.LogsOps;
import dev.virga.api.s3.S3Ops;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.api.sqs.SqsOps;
import dev.virga.api.ssm.SsmOps;
import dev.virga.api.sts.StsOps;
import dev.virga.wire.Model;
import dev.virga.wire.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Everything that is fuzzed.
final class FuzzTargets {
    private FuzzTargets() {}

    static Map<String, Model> models() {
        Map<String, Model> all = new TreeMap<>();
        for (Model model : List.of(
                Apigatewayv2Ops.MODEL,
                CloudformationOps.MODEL,
                CloudtrailOps.MODEL,
                DynamodbOps.MODEL,
                IamOps.MODEL,
                KmsOps.MODEL,
                LambdaOps.MODEL,
                LogsOps.MODEL,
                S3Ops.MODEL,
                SecretsmanagerOps.MODEL,
                SqsOps.MODEL,
                SsmOps.MODEL,
                StsOps.MODEL)) {
            all.put(model.signingName(), model);
        }
        return all;
    }

    static List<FuzzTarget> decoders() {
        Map<String, Model> models = models();
        List<FuzzTarget> all = new ArrayList<>(List.of(
                new DecoderTarget("awsJson", Protocol.AWS_JSON_1_0, models),
                new DecoderTarget("awsQuery", Protocol.AWS_QUERY, models),
                new DecoderTarget("restJson", Protocol.REST_JSON_1, models),
                new DecoderTarget("restXml", Protocol.REST_XML, models),
                new DecoderTarget("ec2Query", Protocol.EC2_QUERY, models),
                new DecoderTarget("cbor", Protocol.RPC_V2_CBOR, models),
                new DecoderTarget("kinesisCbor", Protocol.AWS_CBOR_1_1, models)));
        all.addAll(ParserTargets.all());
        all.addAll(StreamTargets.all());
        return all;
    }

    /// @param server with some things named `fuzz` in it
    static List<FuzzTarget> services(RunningServer server) {
        List<FuzzTarget> all = new ArrayList<>(new ServerTargets(server, models()).all());
        all.addAll(new DoorTargets(server).all());
        all.add(new EdgeTarget(server.port()));
        all.add(new Http2Target(server.port()));
        return all;
    }
}
