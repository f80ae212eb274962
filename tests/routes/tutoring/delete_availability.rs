//! DELETE /availability/{id}

use tests::{App, Offered, unique_id};

#[tokio::test]
async fn deletes_a_free_slot() {
    let app = App::shared().await;
    let Offered {
        teacher, slot_id, ..
    } = app.offered().await;
    let deleted = teacher
        .delete(&format!("/availability/{slot_id}"))
        .await
        .expect(200);
    insta::assert_json_snapshot!(deleted.json(), @r#"
    {
      "message": "Availability slot deleted successfully"
    }
    "#);
    assert!(teacher.slots().await.is_empty());
    teacher
        .delete(&format!("/availability/{slot_id}"))
        .await
        .assert_refused(404);
    teacher.offer("10:00", "12:00").await;
}

#[tokio::test]
async fn a_booked_one_conflicts() {
    let app = App::shared().await;
    let Offered {
        teacher, student, ..
    } = app.offered().await;
    student.book(&teacher, "10:00", "11:00").await;
    let slots = teacher
        .get(&format!("/availability?teacher_id={}", teacher.id))
        .await
        .expect(200)
        .list();
    for slot in slots {
        let answer = teacher
            .delete(&format!(
                "/availability/{}",
                slot["id"].as_str().expect("an id")
            ))
            .await;
        if slot["is_booked"] == true {
            answer.assert_refused(409);
        } else {
            answer.expect(200);
        }
    }
    assert_eq!(teacher.slots().await.len(), 1);
}

#[tokio::test]
async fn an_admin_deletes_anybodys() {
    let app = App::shared().await;
    let Offered { slot_id, .. } = app.offered().await;
    app.as_admin()
        .delete(&format!("/availability/{slot_id}"))
        .await
        .expect(200);
}

#[tokio::test]
async fn needs_a_token() {
    let app = App::shared().await;
    let Offered { slot_id, .. } = app.offered().await;
    app.anonymous()
        .delete(&format!("/availability/{slot_id}"))
        .await
        .assert_refused(401);
}

#[tokio::test]
async fn is_for_the_owner_alone() {
    let app = App::shared().await;
    let Offered {
        teacher,
        student,
        slot_id,
    } = app.offered().await;
    app.as_teacher(&unique_id("teacher"))
        .delete(&format!("/availability/{slot_id}"))
        .await
        .assert_refused(403);
    student
        .delete(&format!("/availability/{slot_id}"))
        .await
        .assert_refused(403);
    assert_eq!(teacher.slots().await.len(), 1);
}

#[tokio::test]
async fn an_unknown_or_malformed_id_is_not_found() {
    let app = App::shared().await;
    let Offered {
        teacher, slot_id, ..
    } = app.offered().await;
    let cut = &slot_id[..slot_id.len() - 1];
    for id in ["nothing", "%00", &"9".repeat(400), cut, &unique_id("slot")] {
        teacher
            .delete(&format!("/availability/{id}"))
            .await
            .assert_refused(404);
    }
}
