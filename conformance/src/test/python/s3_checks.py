"""Amazon S3 as boto3, the AWS CLI and plain HTTP clients see it."""

import base64
import concurrent.futures
import hashlib
import io
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import urllib.parse
import zlib

import boto3.s3.transfer
import botocore.auth
import botocore.exceptions

from cloud import (
    ACCOUNT, HOST, KEY, PORT, SECRET, check, client, equal, policy, raw, refused, run, send, signed, statement, user,
    within,
)

s3 = client("s3", s3={"addressing_style": "path"})
_count = 0


def bucket():
    global _count
    _count += 1
    name = f"bucket-{os.getpid()}-{_count}"
    s3.create_bucket(Bucket=name)
    return name


def put(name, key, body=b"content", **more):
    return s3.put_object(Bucket=name, Key=key, Body=body, **more)


def get(name, key, **more):
    return s3.get_object(Bucket=name, Key=key, **more)["Body"].read()


def status(answer):
    return answer["ResponseMetadata"]["HTTPStatusCode"]


@check
def buckets_are_made_listed_and_deleted():
    name = bucket()
    within(name, [b["Name"] for b in s3.list_buckets()["Buckets"]])
    equal(status(s3.head_bucket(Bucket=name)), 200)
    equal(s3.get_bucket_location(Bucket=name)["LocationConstraint"], None)
    put(name, "a")
    refused("BucketNotEmpty", 409, s3.delete_bucket, Bucket=name)
    s3.delete_object(Bucket=name, Key="a")
    equal(status(s3.delete_bucket(Bucket=name)), 204)
    refused("404", 404, s3.head_bucket, Bucket=name)
    refused("NoSuchBucket", 404, s3.list_objects_v2, Bucket=name)
    refused("NoSuchBucket", 404, put, name, "a")


@check
def no_object_is_lost_to_the_deletion_of_its_bucket():
    kept = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for _ in range(30):
            name = bucket()
            putting = pool.submit(put, name, "k")
            deleting = pool.submit(s3.delete_bucket, Bucket=name)
            errors = [f.exception() for f in (putting, deleting)]
            equal(errors[0] is None and errors[1] is None, False, "both the object and the deletion were acknowledged:")
            if errors[0] is None:
                kept += 1
                equal(get(name, "k"), b"content")
    print(f"# the object came first {kept} times of 30", flush=True)


@check
def names_of_buckets_follow_the_rules():
    for wrong in ["UPPER-case", "a.-b..c", "192.168.0.1", "xn--abc", "-abc", "abc-", "under_score", "abc-s3alias"]:
        path = f"/{wrong}"
        answer = send("PUT", path, b"", signed("s3", "PUT", path))
        equal((answer.status, b"InvalidBucketName" in answer.body), (400, True), wrong)
    name = bucket()
    equal(status(s3.create_bucket(Bucket=name)), 200, "a second time, in us-east-1")
    other = {"CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}
    s3.create_bucket(Bucket=name + "-eu", **other)
    equal(s3.get_bucket_location(Bucket=name + "-eu")["LocationConstraint"], "eu-west-1")
    refused("BucketAlreadyOwnedByYou", 409, s3.create_bucket, Bucket=name + "-eu", **other)


@check
def objects_come_back_as_they_were_put():
    name = bucket()
    answer = put(
        name, "a/b.txt", b"hello", ContentType="text/x-test", CacheControl="max-age=7", ContentLanguage="de",
        ContentDisposition="attachment", ContentEncoding="x-own", Metadata={"one": "1", "two": "zwei"},
    )
    equal(answer["ETag"], '"5d41402abc4b2a76b9719d911017c592"')
    for read in (s3.get_object(Bucket=name, Key="a/b.txt"), s3.head_object(Bucket=name, Key="a/b.txt")):
        equal(read["ContentLength"], 5)
        equal(read["ContentType"], "text/x-test")
        equal(read["CacheControl"], "max-age=7")
        equal(read["ContentLanguage"], "de")
        equal(read["ContentDisposition"], "attachment")
        equal(read["ContentEncoding"], "x-own")
        equal(read["Metadata"], {"one": "1", "two": "zwei"})
        equal(read["ETag"], answer["ETag"])
        equal(read["AcceptRanges"], "bytes")
    equal(s3.get_object(Bucket=name, Key="a/b.txt")["Body"].read(), b"hello")
    put(name, "plain")
    equal(s3.head_object(Bucket=name, Key="plain")["ContentType"], "binary/octet-stream")
    equal(s3.get_object(Bucket=name, Key="plain", ResponseContentType="text/y")["ContentType"], "text/y")
    refused("NoSuchKey", 404, get, name, "none")
    refused("404", 404, s3.head_object, Bucket=name, Key="none")
    equal(status(s3.delete_object(Bucket=name, Key="none")), 204)


@check
def keys_may_hold_anything():
    name = bucket()
    keys = [
        "ü/日本語 🎉.txt", "a//b", "a/../b", "../../etc/passwd", "./x", "/leading", "trailing/", "a b+c%20d&e=f?g#h",
        "quote'\"<>&", "~*!()", "k" * 1024, "x\ty", ";,:@$", "%2e%2e/%2f",
    ]
    for key in keys:
        put(name, key, key.encode())
    for key in keys:
        equal(get(name, key), key.encode(), key)
    listed = [o["Key"] for o in s3.list_objects_v2(Bucket=name)["Contents"]]
    equal(listed, sorted(keys, key=lambda k: k.encode()))
    equal([o["Key"] for o in s3.list_objects(Bucket=name)["Contents"]], listed)
    answer = s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": k} for k in keys]})
    equal(sorted(d["Key"] for d in answer["Deleted"]), sorted(keys))
    equal(s3.list_objects_v2(Bucket=name)["KeyCount"], 0)
    refused("KeyTooLongError", 400, put, name, "k" * 1025)
    refused("KeyTooLongError", 400, put, name, "ü" * 513)


@check
def objects_of_every_size_come_back():
    name = bucket()
    for size in [0, 1, 4095, 65535, 65536, 65537, 5 << 20, 20 << 20]:
        body = random.Random(size).randbytes(size)
        answer = put(name, "sized", body)
        equal(answer["ETag"], f'"{hashlib.md5(body).hexdigest()}"')
        read = s3.get_object(Bucket=name, Key="sized")
        equal(read["ContentLength"], size)
        equal(hashlib.md5(read["Body"].read()).hexdigest(), hashlib.md5(body).hexdigest(), f"{size} bytes")


@check
def ranges_are_answered_with_206():
    name = bucket()
    for body in (b"0123456789", random.Random(1).randbytes(1 << 20)):
        put(name, "r", body)
        size = len(body)
        for asked, first, last in [
            ("bytes=0-0", 0, 0), ("bytes=2-5", 2, 5), ("bytes=7-", 7, size - 1), ("bytes=-3", size - 3, size - 1),
            (f"bytes=5-{size + 50}", 5, size - 1), (f"bytes=-{size * 2}", 0, size - 1),
        ]:
            answer = s3.get_object(Bucket=name, Key="r", Range=asked)
            equal((status(answer), answer["ContentRange"]), (206, f"bytes {first}-{last}/{size}"), asked)
            equal(answer["ContentLength"], last - first + 1)
            equal(answer["Body"].read(), body[first:last + 1], asked)
            head = s3.head_object(Bucket=name, Key="r", Range=asked)
            equal((status(head), head["ContentLength"]), (206, last - first + 1), "HEAD " + asked)
        refused("InvalidRange", 416, s3.get_object, Bucket=name, Key="r", Range=f"bytes={size}-")
        for ignored in ["bytes=5-2", "lines=1-2", "bytes=a-b", "bytes=0-1,3-4"]:
            answer = s3.get_object(Bucket=name, Key="r", Range=ignored)
            equal((status(answer), answer["ContentLength"]), (200, size), ignored)


@check
def conditions_are_kept():
    name = bucket()
    etag = put(name, "c")["ETag"]
    modified = s3.head_object(Bucket=name, Key="c")["LastModified"]
    for read in (s3.get_object, s3.head_object):
        equal(status(read(Bucket=name, Key="c", IfMatch=etag)), 200)
        equal(status(read(Bucket=name, Key="c", IfMatch="*")), 200)
        equal(status(read(Bucket=name, Key="c", IfNoneMatch='"other"')), 200)
        refused("304", 304, read, Bucket=name, Key="c", IfNoneMatch=etag)
        refused("304", 304, read, Bucket=name, Key="c", IfModifiedSince=modified)
        failed = "PreconditionFailed" if read == s3.get_object else "412"
        refused(failed, 412, read, Bucket=name, Key="c", IfMatch='"other"')
        refused(failed, 412, read, Bucket=name, Key="c", IfUnmodifiedSince="2001-01-01")
    refused("PreconditionFailed", 412, put, name, "c", b"2", IfNoneMatch="*")
    refused("PreconditionFailed", 412, put, name, "c", b"2", IfMatch='"other"')
    refused("NoSuchKey", 404, put, name, "fresh", b"2", IfMatch=etag)
    equal(get(name, "c"), b"content")
    put(name, "c", b"2", IfMatch=etag)
    put(name, "fresh", b"3", IfNoneMatch="*")
    equal((get(name, "c"), get(name, "fresh")), (b"2", b"3"))


@check
def checksums_are_verified_and_kept():
    name = bucket()
    body = b"sum of all" * 1000
    crc = base64.b64encode(zlib.crc32(body).to_bytes(4, "big")).decode()
    equal(put(name, "default", body)["ChecksumCRC32"], crc)
    sha = base64.b64encode(hashlib.sha256(body).digest()).decode()
    equal(put(name, "sha", body, ChecksumAlgorithm="SHA256")["ChecksumSHA256"], sha)
    sha1 = base64.b64encode(hashlib.sha1(body).digest()).decode()
    equal(put(name, "sha1", io.BytesIO(body), ChecksumAlgorithm="SHA1")["ChecksumSHA1"], sha1)
    head = s3.head_object(Bucket=name, Key="sha", ChecksumMode="ENABLED")
    equal((head["ChecksumSHA256"], head["ChecksumType"]), (sha, "FULL_OBJECT"))
    refused("BadDigest", 400, put, name, "wrong", body, ChecksumSHA256=base64.b64encode(b"0" * 32).decode())
    refused("BadDigest", 400, put, name, "wrong", body, ContentMD5=base64.b64encode(b"0" * 16).decode())
    refused("InvalidDigest", 400, put, name, "wrong", body, ContentMD5="no md5")
    refused("NoSuchKey", 404, get, name, "wrong")


@check
def every_checksum_is_taken_and_told():
    name = bucket()
    sums = {"CRC64NVME": "rosUhgp5mIg=", "MD5": "JfnnlDI7RTiF9RgfG2JNCw==", "XXHASH64": "jLhB20DmroM=",
            "XXHASH3": "ctyxi2ehff8=", "XXHASH128": "MxGUd+3l3NXpcWQnaB1YYA==",
            "SHA512": base64.b64encode(hashlib.sha512(b"123456789").digest()).decode()}
    for algorithm, value in sums.items():
        member = "Checksum" + algorithm
        equal(put(name, algorithm, b"123456789", **{member: value})[member], value)
        equal(s3.head_object(Bucket=name, Key=algorithm, ChecksumMode="ENABLED")[member], value)
        refused("InvalidRequest", 400, put, name, "wrong", b"123456789", **{member: "AA=="})
    attributes = s3.get_object_attributes(Bucket=name, Key="XXHASH3", ObjectAttributes=["Checksum", "ObjectSize"])
    equal((attributes["Checksum"]["ChecksumXXHASH3"], attributes["ObjectSize"]), (sums["XXHASH3"], 9))
    copied = s3.copy_object(Bucket=name, Key="c", CopySource={"Bucket": name, "Key": "MD5"}, ChecksumAlgorithm="SHA256")
    equal(copied["CopyObjectResult"]["ChecksumSHA256"], base64.b64encode(hashlib.sha256(b"123456789").digest()).decode())


@check
def a_crc_of_parts_is_that_of_the_whole():
    name = bucket()
    parts = [random.Random(9).randbytes(5 << 20), b"the last"]
    where = {"Bucket": name, "Key": "k"}
    where["UploadId"] = s3.create_multipart_upload(
        ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT", **where)["UploadId"]
    done = [{"PartNumber": i, "ETag": s3.upload_part(PartNumber=i, Body=b, ChecksumAlgorithm="CRC32", **where)["ETag"]}
            for i, b in enumerate(parts, 1)]
    crc = base64.b64encode(zlib.crc32(b"".join(parts)).to_bytes(4, "big")).decode()
    refused("BadDigest", 400, s3.complete_multipart_upload,
            MultipartUpload={"Parts": done}, ChecksumCRC32="AAAAAA==", **where)
    equal(s3.complete_multipart_upload(MultipartUpload={"Parts": done}, ChecksumCRC32=crc, **where)["ChecksumCRC32"], crc)


@check
def queries_are_answered_as_a_stream_of_events():
    name = bucket()
    rows = "id,name\n" + "".join(f"{i},name {i}\n" for i in range(20000))
    put(name, "a.csv", rows.encode())

    def select(sql, **more):
        return s3.select_object_content(
            Bucket=name, Key="a.csv", ExpressionType="SQL", Expression=sql,
            InputSerialization={"CSV": {"FileHeaderInfo": "USE"}}, OutputSerialization={"JSON": {}}, **more)["Payload"]

    events = list(select("SELECT s.name n FROM S3Object s WHERE s.id >= 7 LIMIT 2"))
    equal(events[0]["Records"]["Payload"], b'{"n":"name 7"}\n{"n":"name 8"}\n')
    equal([list(event)[0] for event in events], ["Records", "Stats", "End"])
    events = list(select("SELECT COUNT(*) FROM S3Object"))
    equal((events[0]["Records"]["Payload"], events[1]["Stats"]["Details"]["BytesScanned"]), (b'{"_1":20000}\n', len(rows)))
    refused("ParseEmptySelect", 400, select, "SELECT FROM S3Object")
    refused("MissingHeaders", 400, select, "SELECT nobody FROM S3Object")
    try:
        list(select("SELECT CAST(name AS INT) FROM S3Object"))
        raise AssertionError("a failure in the stream was not told")
    except botocore.exceptions.EventStreamError as e:
        equal(e.response["Error"]["Code"], "CastFailed")


def chunked(name, key, trailer, chunk=b"hello"):
    """A streaming upload without signed chunks, its checksum in a trailer."""
    body = b"%x\r\n%s\r\n0\r\n%s\r\n\r\n" % (len(chunk), chunk, trailer)
    path = f"/{name}/{key}"
    headers = {
        "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "x-amz-decoded-content-length": str(len(chunk)),
        "x-amz-trailer": "x-amz-checksum-crc32",
        "Content-Encoding": "aws-chunked",
    }

    class Trailing(botocore.auth.S3SigV4Auth):
        def payload(self, request):
            return "STREAMING-UNSIGNED-PAYLOAD-TRAILER"

        def _set_payload_sha256(self, *args):
            pass

    return send("PUT", path, body, signed("s3", "PUT", path, b"", headers, scheme=Trailing))


@check
def checksums_in_trailers_are_verified():
    name = bucket()
    crc = base64.b64encode(zlib.crc32(b"hello").to_bytes(4, "big"))
    good = chunked(name, "t", b"x-amz-checksum-crc32:" + crc)
    equal((good.status, get(name, "t")), (200, b"hello"), str(good))
    equal("aws-chunked" in s3.head_object(Bucket=name, Key="t").get("ContentEncoding", ""), False)
    bad = chunked(name, "bad", b"x-amz-checksum-crc32:AAAAAA==")
    equal((bad.status, b"BadDigest" in bad.body), (400, True), str(bad))
    missing = chunked(name, "bad", b"")
    equal(missing.status, 400, str(missing))
    refused("NoSuchKey", 404, get, name, "bad")


@check
def copies_keep_or_replace_what_describes_them():
    name, other = bucket(), bucket()
    put(name, "von/ü +", b"body", Metadata={"a": "1"}, ContentType="text/x")
    result = s3.copy_object(Bucket=other, Key="kept", CopySource={"Bucket": name, "Key": "von/ü +"})
    equal(result["CopyObjectResult"]["ETag"], f'"{hashlib.md5(b"body").hexdigest()}"')
    head = s3.head_object(Bucket=other, Key="kept")
    equal((head["Metadata"], head["ContentType"], get(other, "kept")), ({"a": "1"}, "text/x", b"body"))
    s3.copy_object(
        Bucket=other, Key="new", CopySource={"Bucket": name, "Key": "von/ü +"}, MetadataDirective="REPLACE",
        Metadata={"b": "2"}, ContentType="text/y",
    )
    head = s3.head_object(Bucket=other, Key="new")
    equal((head["Metadata"], head["ContentType"]), ({"b": "2"}, "text/y"))
    source = {"Bucket": other, "Key": "new"}
    refused("InvalidRequest", 400, s3.copy_object, Bucket=other, Key="new", CopySource=source)
    refused("PreconditionFailed", 412, s3.copy_object, Bucket=other, Key="x", CopySource=source,
            CopySourceIfMatch='"other"')
    refused("NoSuchKey", 404, s3.copy_object, Bucket=other, Key="x", CopySource={"Bucket": other, "Key": "none"})


@check
def listings_go_on_over_thousands_of_keys():
    name = bucket()
    keys = [f"{i % 7}/{i:05}" for i in range(1105)]
    put(name, "source")
    for key in keys:
        put(name, key, b"x")
    keys = sorted([*keys, "source"])
    first = s3.list_objects_v2(Bucket=name)
    equal((first["KeyCount"], first["IsTruncated"]), (1000, True))
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=name)
    equal([o["Key"] for page in pages for o in page["Contents"]], keys)
    pages = s3.get_paginator("list_objects").paginate(Bucket=name)
    equal([o["Key"] for page in pages for o in page["Contents"]], keys)
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=name, Delimiter="/", PaginationConfig={"PageSize": 3})
    found = [x for page in pages for x in
             [*[p["Prefix"] for p in page.get("CommonPrefixes", [])], *[o["Key"] for o in page.get("Contents", [])]]]
    equal(found, ["0/", "1/", "2/", "3/", "4/", "5/", "6/", "source"])
    pages = s3.get_paginator("list_objects").paginate(Bucket=name, Delimiter="/", PaginationConfig={"PageSize": 3})
    equal([p["Prefix"] for page in pages for p in page.get("CommonPrefixes", [])],
          ["0/", "1/", "2/", "3/", "4/", "5/", "6/"])
    listed = s3.list_objects_v2(Bucket=name, Prefix="3/", StartAfter="3/01000")
    equal([o["Key"] for o in listed["Contents"]], [k for k in keys if k.startswith("3/") and k > "3/01000"])
    listed = s3.list_objects_v2(Bucket=name, Prefix="3", Delimiter="/", MaxKeys=1)
    equal((listed["CommonPrefixes"], listed["KeyCount"], listed["IsTruncated"]), ([{"Prefix": "3/"}], 1, False))
    listed = s3.list_objects_v2(Bucket=name, MaxKeys=0)
    equal((listed["KeyCount"], listed["IsTruncated"]), (0, False))
    refused("InvalidArgument", 400, s3.list_objects_v2, Bucket=name, ContinuationToken="forged")
    for at in range(0, len(keys), 1000):
        answer = s3.delete_objects(
            Bucket=name, Delete={"Objects": [{"Key": k} for k in keys[at:at + 1000]], "Quiet": True})
        equal("Deleted" in answer, False)
    s3.delete_bucket(Bucket=name)


@check
def listings_encode_keys_when_asked():
    name = bucket()
    put(name, "a b/ü&+", b"x")
    path = f"/{name}?list-type=2&encoding-type=url&prefix=a%20b%2F"
    answer = send("GET", path, None, signed("s3", "GET", path))
    within(b"<Key>a%20b/%C3%BC%26%2B</Key>", answer.body)
    within(b"<EncodingType>url</EncodingType>", answer.body)


@check
def too_many_deletes_at_once_are_refused():
    name = bucket()
    many = {"Objects": [{"Key": str(i)} for i in range(1001)]}
    refused("MalformedXML", 400, s3.delete_objects, Bucket=name, Delete=many)


@check
def uploads_in_parts_make_one_object():
    name = bucket()
    parts = [random.Random(i).randbytes(5 << 20) for i in range(2)] + [b"the last may be small"]
    upload = s3.create_multipart_upload(
        Bucket=name, Key="big", ContentType="text/z", Metadata={"m": "1"})["UploadId"]
    where = {"Bucket": name, "Key": "big", "UploadId": upload}
    within(upload, [u["UploadId"] for u in s3.list_multipart_uploads(Bucket=name)["Uploads"]])
    done = []
    for number, body in reversed(list(enumerate(parts, 1))):
        etag = s3.upload_part(PartNumber=number, Body=body, **where)["ETag"]
        done.insert(0, {"PartNumber": number, "ETag": etag})
    listed = s3.list_parts(**where)["Parts"]
    equal([(p["PartNumber"], p["Size"]) for p in listed], [(i, len(b)) for i, b in enumerate(parts, 1)])
    refused("NoSuchKey", 404, get, name, "big")
    refused("InvalidPartOrder", 400, s3.complete_multipart_upload,
            MultipartUpload={"Parts": [done[1], done[0], done[2]]}, **where)
    refused("InvalidPart", 400, s3.complete_multipart_upload,
            MultipartUpload={"Parts": [{**done[0], "ETag": '"0"'}]}, **where)
    answer = s3.complete_multipart_upload(MultipartUpload={"Parts": done}, **where)
    digest = hashlib.md5(b"".join(hashlib.md5(p).digest() for p in parts)).hexdigest()
    equal(answer["ETag"], f'"{digest}-3"')
    equal(get(name, "big"), b"".join(parts))
    equal(get(name, "big", Range="bytes=5242870-5242889"), b"".join(parts)[5242870:5242890])
    head = s3.head_object(Bucket=name, Key="big")
    equal((head["ContentType"], head["Metadata"]), ("text/z", {"m": "1"}))
    part = s3.get_object(Bucket=name, Key="big", PartNumber=2)
    equal((part["Body"].read(), part["PartsCount"], status(part)), (parts[1], 3, 206))
    refused("NoSuchUpload", 404, s3.list_parts, **where)


@check
def uploads_can_be_aborted_and_their_parts_must_not_be_small():
    name = bucket()
    where = {"Bucket": name, "Key": "k"}
    where["UploadId"] = s3.create_multipart_upload(**where)["UploadId"]
    done = [{"PartNumber": i, "ETag": s3.upload_part(PartNumber=i, Body=b"small", **where)["ETag"]} for i in (1, 2)]
    refused("EntityTooSmall", 400, s3.complete_multipart_upload, MultipartUpload={"Parts": done}, **where)
    refused("InvalidArgument", 400, s3.upload_part, PartNumber=10001, Body=b"", **where)
    equal(status(s3.abort_multipart_upload(**where)), 204)
    refused("NoSuchUpload", 404, s3.upload_part, PartNumber=1, Body=b"x", **where)
    refused("NoSuchUpload", 404, s3.abort_multipart_upload, **where)
    equal(s3.list_multipart_uploads(Bucket=name).get("Uploads", []), [])


@check
def parts_can_be_copied():
    name = bucket()
    body = random.Random(5).randbytes(6 << 20)
    put(name, "from", body)
    where = {"Bucket": name, "Key": "to"}
    where["UploadId"] = s3.create_multipart_upload(**where)["UploadId"]
    source = {"Bucket": name, "Key": "from"}
    one = s3.upload_part_copy(PartNumber=1, CopySource=source, CopySourceRange="bytes=0-5242879", **where)
    two = s3.upload_part_copy(PartNumber=2, CopySource=source, CopySourceRange="bytes=5242880-6291455", **where)
    s3.complete_multipart_upload(
        MultipartUpload={"Parts": [{"PartNumber": i, "ETag": p["CopyPartResult"]["ETag"]}
                                   for i, p in ((1, one), (2, two))]}, **where)
    equal(get(name, "to"), body)


@check
def the_transfer_of_boto3_works():
    name = bucket()
    body = random.Random(6).randbytes(18 << 20)
    config = boto3.s3.transfer.TransferConfig(multipart_threshold=6 << 20, multipart_chunksize=6 << 20)
    s3.upload_fileobj(io.BytesIO(body), name, "t", Config=config)
    out = io.BytesIO()
    s3.download_fileobj(name, "t", out, Config=config)
    equal(out.getvalue() == body, True, "the download is the upload:")


def of(url):
    parts = urllib.parse.urlsplit(url)
    return f"{parts.path}?{parts.query}"


@check
def presigned_urls_of_both_versions_work():
    name = bucket()
    for version in ("s3v4", "s3"):
        signer = client("s3", signature_version=version, s3={"addressing_style": "path"})
        where = {"Bucket": name, "Key": "p/ü x"}
        url = of(signer.generate_presigned_url("put_object", Params=where, ExpiresIn=60))
        equal(send("PUT", url, b"presigned").status, 200, version + " PUT")
        url = of(signer.generate_presigned_url("get_object", Params=where, ExpiresIn=60))
        answer = send("GET", url)
        equal((answer.status, answer.body), (200, b"presigned"), version)
        equal(send("PUT", url, b"other").status, 403, version + " GET's URL for PUT")
        forged = url.replace("Signature=", "Signature=00")
        equal((send("GET", forged).status, b"SignatureDoesNotMatch" in send("GET", forged).body), (403, True), version)
        expired = of(signer.generate_presigned_url("get_object", Params=where, ExpiresIn=1))
        time.sleep(2.1)
        answer = send("GET", expired)
        equal((answer.status, b"AccessDenied" in answer.body, b"expired" in answer.body), (403, True, True), version)


@check
def forms_posted_by_browsers_are_taken_when_their_policy_allows():
    name = bucket()
    form = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = send("POST", f"/{name}", b"--b--\r\n", form)
    equal((answer.status, b"IncorrectNumberOfFilesInPostRequest" in answer.body), (400, True), str(answer))
    post = s3.generate_presigned_post(name, "k", Conditions=[["content-length-range", 1, 5]])

    def upload(content):
        fields = "".join(f'--b\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
                         for field, value in post["fields"].items())
        file = f'--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n{content}\r\n--b--\r\n'
        return send("POST", f"/{name}", (fields + file).encode(), form)

    equal(upload("hello").status, 204)
    equal(s3.get_object(Bucket=name, Key="k")["Body"].read(), b"hello")
    answer = upload("too long")
    equal((answer.status, b"EntityTooLarge" in answer.body), (400, True), str(answer))


@check
def tags_are_kept():
    name = bucket()
    tags = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "zwei"}]
    put(name, "k", Tagging="a=1&b=zwei")
    equal(sorted(s3.get_object_tagging(Bucket=name, Key="k")["TagSet"], key=lambda t: t["Key"]), tags)
    equal(s3.get_object(Bucket=name, Key="k")["TagCount"], 2)
    s3.put_object_tagging(Bucket=name, Key="k", Tagging={"TagSet": tags[:1]})
    equal(s3.get_object_tagging(Bucket=name, Key="k")["TagSet"], tags[:1])
    s3.delete_object_tagging(Bucket=name, Key="k")
    equal(s3.get_object_tagging(Bucket=name, Key="k")["TagSet"], [])
    refused("InvalidTag", 400, s3.put_object_tagging, Bucket=name, Key="k", Tagging={"TagSet": [tags[0], tags[0]]})
    refused("NoSuchTagSet", 404, s3.get_bucket_tagging, Bucket=name)
    s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})
    equal(s3.get_bucket_tagging(Bucket=name)["TagSet"], tags)
    s3.delete_bucket_tagging(Bucket=name)
    refused("NoSuchTagSet", 404, s3.get_bucket_tagging, Bucket=name)


@check
def policies_of_buckets_allow_and_deny():
    name = bucket()
    put(name, "open/a", b"A")
    put(name, "shut/b", b"B")
    who = f"reader-{os.getpid()}"
    key, secret = user(who)
    reader = client("s3", key, secret, s3={"addressing_style": "path"})
    within(f"user/{who}", refused("AccessDenied", 403, reader.get_object, Bucket=name, Key="open/a"))
    arn = f"arn:aws:s3:::{name}"
    principal = {"AWS": f"arn:aws:iam::{ACCOUNT}:user/{who}"}
    refused("NoSuchBucketPolicy", 404, s3.get_bucket_policy, Bucket=name)
    text = json.dumps(policy(
        statement("Allow", "s3:GetObject", arn + "/*", Principal=principal),
        statement("Deny", "s3:*", arn + "/shut/*", Principal=principal),
        statement("Allow", "s3:GetObject", arn + "/open/*", Principal="*"),
    ))
    refused("AccessDenied", 403, s3.put_bucket_policy, Bucket=name, Policy=text)
    s3.delete_public_access_block(Bucket=name)
    s3.put_bucket_policy(Bucket=name, Policy=text)
    equal(json.loads(s3.get_bucket_policy(Bucket=name)["Policy"]), json.loads(text))
    equal(reader.get_object(Bucket=name, Key="open/a")["Body"].read(), b"A")
    refused("AccessDenied", 403, reader.get_object, Bucket=name, Key="shut/b")
    refused("AccessDenied", 403, reader.put_object, Bucket=name, Key="open/a", Body=b"")
    equal(send("GET", f"/{name}/open/a").body, b"A", "anonymous")
    equal(send("GET", f"/{name}/shut/b").status, 403, "anonymous")
    refused("MalformedPolicy", 400, s3.put_bucket_policy, Bucket=name, Policy="{}")
    refused("MalformedPolicy", 400, s3.put_bucket_policy, Bucket=name, Policy=json.dumps(
        policy(statement("Allow", "s3:GetObject", "arn:aws:s3:::another/*", Principal="*"))))
    s3.delete_bucket_policy(Bucket=name)
    refused("AccessDenied", 403, reader.get_object, Bucket=name, Key="open/a")


@check
def buckets_can_be_host_names():
    name = bucket()
    put(name, "v/x", b"virtual")
    for host in (f"{name}.s3.localhost", f"{name}.localhost", f"{name}.s3.us-east-1.amazonaws.com"):
        headers = {"Host": f"{host}:{PORT}"}
        answer = send("GET", "/v/x", None, signed("s3", "GET", "/v/x", b"", headers))
        equal((answer.status, answer.body), (200, b"virtual"), host)
        answer = send("GET", "/?list-type=2", None, signed("s3", "GET", "/?list-type=2", b"", headers))
        within(b"<Key>v/x</Key>", answer.body)


@check
def requests_that_prove_nothing_are_refused():
    name = bucket()
    put(name, "k")
    wrong = client("s3", KEY, SECRET[:-1] + "x", s3={"addressing_style": "path"})
    refused("SignatureDoesNotMatch", 403, wrong.get_object, Bucket=name, Key="k")
    refused("SignatureDoesNotMatch", 403, wrong.put_object, Bucket=name, Key="k", Body=b"x")
    refused("403", 403, wrong.head_object, Bucket=name, Key="k")
    unknown = client("s3", "AKIAUNKNOWN000000000", SECRET, s3={"addressing_style": "path"})
    refused("InvalidAccessKeyId", 403, unknown.list_buckets)
    for method, path in (("GET", f"/{name}/k"), ("PUT", f"/{name}/k"), ("DELETE", f"/{name}/k"), ("GET", f"/{name}")):
        answer = send(method, path, b"x" if method == "PUT" else None)
        equal((answer.status, b"AccessDenied" in answer.body), (403, True), f"{method} {path}")
    headers = signed("s3", "PUT", f"/{name}/k", b"one")
    answer = send("PUT", f"/{name}/k", b"two", headers)
    equal((answer.status, b"XAmzContentSHA256Mismatch" in answer.body), (400, True), str(answer))
    equal(get(name, "k"), b"content")


@check
def half_an_upload_leaves_the_old_object():
    name = bucket()
    path = f"/{name}/k"
    for size in (1000, 4 << 20):
        put(name, "k", b"old")
        body = b"n" * size
        headers = signed("s3", "PUT", path, body)
        head = f"PUT {path} HTTP/1.1\r\nContent-Length: {size}\r\n"
        head += "".join(f"{k}: {v}\r\n" for k, v in headers.items() if k.lower() != "content-length")
        raw(head.encode() + b"\r\n" + body[:size // 2])
        equal(get(name, "k"), b"old", f"{size} bytes")


@check
def what_is_not_there_yet_says_so():
    name = bucket()
    within("s3:PutBucketVersioning", refused(
        "NotImplemented", 501, s3.put_bucket_versioning, Bucket=name,
        VersioningConfiguration={"Status": "Enabled"}))
    refused("NotImplemented", 501, put, name, "k", b"x", ServerSideEncryption="aws:kms:dsse")
    refused("NoSuchKey", 404, get, name, "k")


def aws(*arguments, code=0):
    done = subprocess.run(
        [sys.executable, "-m", "awscli", *arguments], capture_output=True, text=True, timeout=90,
        env={**os.environ, "AWS_PAGER": "", "AWS_ENDPOINT_URL": os.environ["AWS_ENDPOINT_URL"]})
    equal(done.returncode, code, f"aws {' '.join(arguments)}: {done.stdout} {done.stderr}")
    return done.stdout


@check
def the_aws_cli_works_with_buckets_and_files():
    name = f"cli-{os.getpid()}"
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "in/sub").mkdir(parents=True)
        (root / "in/a.txt").write_text("a")
        (root / "in/sub/b ü.bin").write_bytes(random.Random(7).randbytes(9 << 20))
        aws("s3", "mb", f"s3://{name}")
        aws("s3", "sync", f"{root}/in", f"s3://{name}/x")
        listed = aws("s3", "ls", f"s3://{name}/x/")
        within("a.txt", listed)
        within("PRE sub/", listed)
        aws("s3", "sync", f"s3://{name}/x", f"{root}/out")
        for file in ("a.txt", "sub/b ü.bin"):
            equal((root / "out" / file).read_bytes() == (root / "in" / file).read_bytes(), True, file)
        aws("s3", "cp", f"s3://{name}/x/a.txt", f"s3://{name}/y.txt")
        equal(aws("s3", "cp", f"s3://{name}/y.txt", "-"), "a")
        aws("s3", "rb", f"s3://{name}", code=1)
        aws("s3", "rm", "--recursive", f"s3://{name}")
        aws("s3", "rb", f"s3://{name}")


if __name__ == "__main__":
    run()
