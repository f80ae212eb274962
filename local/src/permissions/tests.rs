use http::Request;
use serde_json::json;

use super::*;

fn permissions(statement: serde_json::Value) -> Permissions {
    let statement = Statement::read(&statement).unwrap();
    Permissions::new(BTreeMap::from([("bookings".to_owned(), vec![statement])]))
}

fn call(function: &str, operation: &str) -> Parts {
    let signed = format!(
        "AWS4-HMAC-SHA256 Credential={function}/20270101/us-east-1/dynamodb/aws4_request, SignedHeaders=host"
    );
    let request = Request::post("/")
        .header("authorization", signed)
        .header("x-amz-target", format!("DynamoDB_20120810.{operation}"));
    request.body(()).unwrap().into_parts().0
}

fn may(permissions: &Permissions, operation: &str, body: &serde_json::Value) -> bool {
    let parts = call("bookings", operation);
    let body = body.to_string();
    permissions
        .refusal(
            Service::Dynamodb,
            caller(&parts).as_deref(),
            &parts,
            body.as_bytes(),
        )
        .is_none()
}

#[test]
fn what_no_statement_permits_is_refused() {
    let permissions = permissions(json!({
        "Effect": "Allow",
        "Action": ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:ConditionCheckItem"],
        "Resource": { "Fn::GetAtt": "Table.Arn" },
        "Condition": { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["USER#*", "PAIR#*"] } },
    }));
    let key = |pk: &str| json!({ "pk": { "S": pk }, "sk": { "S": "x" } });
    let get = |pk: &str| json!({ "Key": key(pk) });
    assert!(may(&permissions, "GetItem", &get("USER#1")));
    assert!(!may(&permissions, "GetItem", &get("BOOKING#1")));
    assert!(!may(&permissions, "DeleteItem", &get("USER#1")));
    let write = |last: serde_json::Value| json!({ "TransactItems": [{ "Put": { "Item": key("USER#1") } }, last] });
    let put = |pk: &str| json!({ "Put": { "Item": key(pk) } });
    assert!(may(
        &permissions,
        "TransactWriteItems",
        &write(put("PAIR#1"))
    ));
    assert!(!may(
        &permissions,
        "TransactWriteItems",
        &write(put("RATE#1"))
    ));
    let delete = json!({ "Delete": { "Key": key("USER#1") } });
    assert!(!may(&permissions, "TransactWriteItems", &write(delete)));
    let many =
        |pk: &str| json!({ "RequestItems": { "sessions": { "Keys": [key("USER#1"), key(pk)] } } });
    assert!(may(&permissions, "BatchGetItem", &many("USER#2")));
    assert!(!may(&permissions, "BatchGetItem", &many("ONCE#2")));

    let known = permissions.known();
    let used = |permits: &str| {
        let mut all = known["bookings"].iter();
        all.find(|one| one.grant.permits == permits).unwrap().used
    };
    assert!(used("dynamodb:GetItem") && used("Table") && used("PAIR#*"));
    assert!(!used("dynamodb:ConditionCheckItem"));
}

#[test]
fn an_index_is_a_resource_of_its_own() {
    let permissions = permissions(json!({
        "Effect": "Allow", "Action": "dynamodb:Query",
        "Resource": { "Fn::Sub": "${Table.Arn}/index/gsi1" },
    }));
    let query = |index: Option<&str>| {
        json!({
            "IndexName": index, "KeyConditionExpression": "#pk = :pk",
            "ExpressionAttributeNames": { "#pk": "gsi1pk" },
            "ExpressionAttributeValues": { ":pk": { "S": "DUE#1" } },
        })
    };
    assert!(may(&permissions, "Query", &query(Some("gsi1"))));
    assert!(!may(&permissions, "Query", &query(Some("gsi2"))));
    assert!(!may(&permissions, "Query", &query(None)));
}

#[test]
fn the_account_itself_may_do_everything() {
    let permissions = permissions(json!({ "Effect": "Allow", "Action": "x:Y", "Resource": "*" }));
    let refusal = |name| {
        let call = call(name, "GetItem");
        permissions.refusal(Service::Dynamodb, caller(&call).as_deref(), &call, b"{}")
    };
    assert!(refusal("local").is_none());
    assert_eq!(refusal("bookings").unwrap().status(), 400);
}

#[test]
fn a_statement_that_says_more_is_told() {
    for wrong in [
        json!({ "Effect": "Deny", "Action": "s3:*", "Resource": "*" }),
        json!({ "Effect": "Allow", "NotAction": "s3:*", "Resource": "*" }),
        json!({ "Effect": "Allow", "Action": "s3:*", "Resource": { "Fn::ImportValue": "x" } }),
        json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "Bool": { "a": "b" } } }),
    ] {
        assert!(Statement::read(&wrong).is_err(), "{wrong}");
    }
}
