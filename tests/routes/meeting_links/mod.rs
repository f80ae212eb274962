mod delete_link;
mod get_link;
mod get_links;
mod get_links_of_doctor;
mod idempotency;
mod post_links;
mod put_link;
mod put_toggle_status;
