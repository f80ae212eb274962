use axum::Router;

use crate::template::Route;

/// How closely a segment of a route describes the one that came: what is
/// closer comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    Exact,
    Parameter,
    Greedy,
}

/// The routes of an HTTP API, and what they lead to.
pub(crate) struct Routes<T = Router> {
    routes: Vec<(Route, T)>,
    default: Option<T>,
}

impl<T: Clone> Routes<T> {
    /// Routes to the functions that `get` knows.
    ///
    /// # Errors
    ///
    /// The name of a function that it does not know.
    pub(crate) fn new(routes: &[Route], get: impl Fn(&str) -> Option<T>) -> Result<Self, String> {
        let mut all = Self {
            routes: Vec::new(),
            default: None,
        };
        for route in routes {
            let function = get(&route.function).ok_or_else(|| route.function.clone())?;
            if route.path.is_some() {
                all.routes.push((route.clone(), function));
            } else {
                all.default = Some(function);
            }
        }
        Ok(all)
    }

    /// What answers this request. As in API Gateway an exact segment wins over
    /// `{name}`, that over `{name+}`, a method over any, and what matches
    /// nothing goes to `$default`.
    pub(crate) fn find(&self, method: &str, path: &str) -> Option<T> {
        let matching = self.routes.iter().filter_map(|(route, to)| {
            if route.method.as_deref().is_some_and(|only| only != method) {
                return None;
            }
            let closeness = closeness(route.path.as_deref()?, path)?;
            Some(((closeness, route.method.is_none()), to))
        });
        let closest = matching.min_by(|(one, _), (other, _)| one.cmp(other));
        closest.map(|(_, to)| to).or(self.default.as_ref()).cloned()
    }
}

/// How closely a route describes a path, segment by segment, if it does. What
/// `{name+}` stands for may be nothing, but the slash before it is there.
fn closeness(route: &str, path: &str) -> Option<Vec<Closeness>> {
    let mut segments = path.split('/');
    let mut found = Vec::new();
    for wanted in route.split('/') {
        let segment = segments.next()?;
        match wanted
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            None if wanted == segment => found.push(Closeness::Exact),
            Some(name) if name.ends_with('+') => {
                found.push(Closeness::Greedy);
                return Some(found);
            }
            Some(_) if !segment.is_empty() => found.push(Closeness::Parameter),
            _ => return None,
        }
    }
    segments.next().is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes(list: &[(&str, &str, &str)]) -> Routes<String> {
        let route = |(function, method, path): &(&str, &str, &str)| Route {
            function: (*function).to_owned(),
            method: (*method != "ANY").then(|| (*method).to_owned()),
            path: (*path != "$default").then(|| (*path).to_owned()),
        };
        Routes::new(&list.iter().map(route).collect::<Vec<_>>(), |name| {
            Some(name.to_owned())
        })
        .unwrap()
    }

    #[test]
    fn the_closest_route_answers() {
        let routes = routes(&[
            ("default", "ANY", "$default"),
            ("greedy", "ANY", "/bookings/{proxy+}"),
            ("one", "ANY", "/bookings/{id}"),
            ("session", "ANY", "/bookings/{id}/session"),
            ("mine", "ANY", "/bookings/mine"),
            ("all", "ANY", "/bookings"),
            ("made", "POST", "/bookings"),
        ]);
        let find = |method, path| routes.find(method, path).unwrap();
        assert_eq!(find("GET", "/bookings"), "all");
        assert_eq!(find("POST", "/bookings"), "made");
        assert_eq!(find("GET", "/bookings/mine"), "mine");
        assert_eq!(find("GET", "/bookings/7"), "one");
        assert_eq!(find("GET", "/bookings/7/session"), "session");
        assert_eq!(find("GET", "/bookings/7/other/things"), "greedy");
        assert_eq!(find("GET", "/other"), "default");
        assert_eq!(find("GET", "/"), "default");
    }

    #[test]
    fn a_slash_at_the_end_leads_to_what_is_greedy_and_no_parameter_is_empty() {
        let routes = routes(&[
            ("default", "ANY", "$default"),
            ("one", "ANY", "/bookings/{id}"),
            ("all", "ANY", "/bookings"),
            ("greedy", "ANY", "/bookings/{proxy+}"),
            ("closer", "ANY", "/bookings/{id}/session/{proxy+}"),
            ("search", "ANY", "/search"),
        ]);
        let find = |path| routes.find("GET", path).unwrap();
        assert_eq!(find("/bookings/"), "greedy");
        assert_eq!(find("/bookings/7/"), "greedy");
        assert_eq!(find("/bookings/7/session/"), "closer");
        assert_eq!(find("/search/"), "default");
    }

    #[test]
    fn a_route_to_nothing_is_told() {
        let route = Route {
            function: "gone".to_owned(),
            method: None,
            path: Some("/x".to_owned()),
        };
        assert_eq!(
            Routes::<()>::new(&[route], |_| None).err(),
            Some("gone".to_owned())
        );
    }
}
