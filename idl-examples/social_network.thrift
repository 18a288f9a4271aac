/**
 * A small social network, service by service. The wire (names, IDs, types) is that of the DeathStarBench application,
 * so its clients work against these services unchanged.
 *
 * In every method `req_id` names the end user's request, the same on all calls made for it, and `carrier` is the text
 * map of a tracing system.
 */

/** How a post came about. */
enum PostType {
  POST = 0,
  REPOST = 1,
  REPLY = 2,
  DM = 3,
}

enum ErrorCode {
  SE_CONNPOOL_TIMEOUT = 0,
  SE_THRIFT_CONN_ERROR = 1,
  SE_UNAUTHORIZED = 2,
  SE_MEMCACHED_ERROR = 3,
  SE_MONGODB_ERROR = 4,
  SE_REDIS_ERROR = 5,
  /** The request itself cannot be carried out. */
  SE_THRIFT_HANDLER_ERROR = 6,
  SE_RABBITMQ_CONN_ERROR = 7,
}

/** The one way in which any service says no. */
exception ServiceException {
  1: ErrorCode errorCode,
  2: string message,
}

/** A registered user, as the user service keeps it. */
struct User {
  1: i64 user_id,
  2: string first_name,
  3: string last_name,
  4: string username,
  5: string password_hashed,
  6: string salt,
}

/** A picture or film that belongs to a post. */
struct Media {
  1: i64 media_id,
  2: string media_type,
}

/** A link in a post and what it was shortened to. */
struct Url {
  1: string shortened_url,
  2: string expanded_url,
}

/** A user who is named in a post, as in `@ada`. */
struct UserMention {
  1: i64 user_id,
  2: string username,
}

/** Who wrote a post. */
struct Creator {
  1: i64 user_id,
  2: string username,
}

/** A text whose links are shortened, with what was found in it. */
struct TextServiceReturn {
  1: string text,
  2: list<UserMention> user_mentions,
  3: list<Url> urls,
}

struct Post {
  1: i64 post_id,
  2: Creator creator,
  /** The request that composed it. */
  3: i64 req_id,
  4: string text,
  5: list<UserMention> user_mentions,
  6: list<Media> media,
  7: list<Url> urls,
  /** Milliseconds since 1970. */
  8: i64 timestamp,
  9: PostType post_type,
}

/** Issues IDs that nobody else has. */
service UniqueIdService {
  i64 ComposeUniqueId(
    1: i64 req_id,
    2: PostType post_type,
    3: map<string, string> carrier,
  ) throws (1: ServiceException se)
}

/** Finds links and mentions in a post's text. */
service TextService {
  TextServiceReturn ComposeText(
    1: i64 req_id,
    2: string text,
    3: map<string, string> carrier,
  ) throws (1: ServiceException se)
}

struct UserState {
  /** By username. */
  1: map<string, User> users,
}

/** Accounts and logins. */
service UserService {
  void RegisterUser(
    1: i64 req_id,
    2: string first_name,
    3: string last_name,
    4: string username,
    5: string password,
    6: map<string, string> carrier,
  ) throws (1: ServiceException se)

  void RegisterUserWithId(
    1: i64 req_id,
    2: string first_name,
    3: string last_name,
    4: string username,
    5: string password,
    6: i64 user_id,
    7: map<string, string> carrier,
  ) throws (1: ServiceException se)

  /** Returns a token that proves who the user is. */
  string Login(
    1: i64 req_id,
    2: string username,
    3: string password,
    4: map<string, string> carrier,
  ) throws (1: ServiceException se)

  Creator ComposeCreatorWithUserId(
    1: i64 req_id,
    2: i64 user_id,
    3: string username,
    4: map<string, string> carrier,
  ) throws (1: ServiceException se)

  Creator ComposeCreatorWithUsername(
    1: i64 req_id,
    2: string username,
    3: map<string, string> carrier,
  ) throws (1: ServiceException se)

  i64 GetUserId(
    1: i64 req_id,
    2: string username,
    3: map<string, string> carrier,
  ) throws (1: ServiceException se)
} (faas.state = "UserState")

/** Composes a post out of what the other services make of its parts, then stores and announces it. */
service ComposePostService {
  void ComposePost(
    1: i64 req_id,
    2: string username,
    3: i64 user_id,
    4: string text,
    5: list<i64> media_ids,
    6: list<string> media_types,
    7: PostType post_type,
    8: map<string, string> carrier,
  ) throws (1: ServiceException se)
}

struct PostStorageState {
  1: map<i64, Post> posts,
}

/** Keeps all posts. */
service PostStorageService {
  void StorePost(
    1: i64 req_id,
    2: Post post,
    3: map<string, string> carrier,
  ) throws (1: ServiceException se)

  Post ReadPost(
    1: i64 req_id,
    2: i64 post_id,
    3: map<string, string> carrier,
  ) throws (1: ServiceException se) (faas.readonly)

  list<Post> ReadPosts(
    1: i64 req_id,
    2: list<i64> post_ids,
    3: map<string, string> carrier,
  ) throws (1: ServiceException se) (faas.readonly)
} (faas.state = "PostStorageState")

struct HomeTimelineState {
  /** By user: the posts for them, by when they were written. */
  1: map<i64, map<i64, i64> (faas.ordered)> timelines,
}

/** What a user's followees wrote. */
service HomeTimelineService {
  /** Positions `start` up to, but without, `stop`; the newest post is at 0. */
  list<Post> ReadHomeTimeline(
    1: i64 req_id,
    2: i64 user_id,
    3: i32 start,
    4: i32 stop,
    5: map<string, string> carrier,
  ) throws (1: ServiceException se) (faas.readonly)

  void WriteHomeTimeline(
    1: i64 req_id,
    2: i64 post_id,
    3: i64 user_id,
    4: i64 timestamp,
    5: list<i64> user_mentions_id,
    6: map<string, string> carrier,
  ) throws (1: ServiceException se)
} (faas.state = "HomeTimelineState")

struct UserTimelineState {
  /** By user: their posts, by when they were written. */
  1: map<i64, map<i64, i64> (faas.ordered)> timelines,
}

/** What a user wrote. */
service UserTimelineService {
  void WriteUserTimeline(
    1: i64 req_id,
    2: i64 post_id,
    3: i64 user_id,
    4: i64 timestamp,
    5: map<string, string> carrier,
  ) throws (1: ServiceException se)

  /** Positions `start` up to, but without, `stop`; the newest post is at 0. */
  list<Post> ReadUserTimeline(
    1: i64 req_id,
    2: i64 user_id,
    3: i32 start,
    4: i32 stop,
    5: map<string, string> carrier,
  ) throws (1: ServiceException se) (faas.readonly)
} (faas.state = "UserTimelineState")

struct SocialGraphState {
  /** Whom the graph knows, with or without edges. */
  1: map<i64, bool> users,
  2: map<i64, set<i64>> followers,
  3: map<i64, set<i64>> followees,
}

/** Who follows whom. */
service SocialGraphService {
  list<i64> GetFollowers(
    1: i64 req_id,
    2: i64 user_id,
    3: map<string, string> carrier,
  ) throws (1: ServiceException se) (faas.readonly)

  list<i64> GetFollowees(
    1: i64 req_id,
    2: i64 user_id,
    3: map<string, string> carrier,
  ) throws (1: ServiceException se) (faas.readonly)

  void Follow(
    1: i64 req_id,
    2: i64 user_id,
    3: i64 followee_id,
    4: map<string, string> carrier,
  ) throws (1: ServiceException se)

  void Unfollow(
    1: i64 req_id,
    2: i64 user_id,
    3: i64 followee_id,
    4: map<string, string> carrier,
  ) throws (1: ServiceException se)

  /** The first name is misspelt on the wire of the original, and so it is here. */
  void FollowWithUsername(
    1: i64 req_id,
    2: string user_usernmae,
    3: string followee_username,
    4: map<string, string> carrier,
  ) throws (1: ServiceException se)

  void UnfollowWithUsername(
    1: i64 req_id,
    2: string user_usernmae,
    3: string followee_username,
    4: map<string, string> carrier,
  ) throws (1: ServiceException se)

  /** Makes a user known to the graph, with no edges yet. */
  void InsertUser(
    1: i64 req_id,
    2: i64 user_id,
    3: map<string, string> carrier,
  ) throws (1: ServiceException se)
} (faas.state = "SocialGraphState")

struct UserMentionState {
  /** By username. */
  1: map<string, UserMention> users,
}

/** Finds the users that a post mentions. */
service UserMentionService {
  /** Names that nobody has are left out. */
  list<UserMention> ComposeUserMentions(
    1: i64 req_id,
    2: list<string> usernames,
    3: map<string, string> carrier,
  ) throws (1: ServiceException se)
} (faas.state = "UserMentionState")

struct UrlShortenState {
  /** By short URL. */
  1: map<string, Url> urls,
}

/** Shortens links. */
service UrlShortenService {
  list<Url> ComposeUrls(
    1: i64 req_id,
    2: list<string> urls,
    3: map<string, string> carrier,
  ) throws (1: ServiceException se)

  list<string> GetExtendedUrls(
    1: i64 req_id,
    2: list<string> shortened_urls,
    3: map<string, string> carrier,
  ) throws (1: ServiceException se)
} (faas.state = "UrlShortenState")

/** Pairs a post's media with their types. */
service MediaService {
  list<Media> ComposeMedia(
    1: i64 req_id,
    2: list<string> media_types,
    3: list<i64> media_ids,
    4: map<string, string> carrier,
  ) throws (1: ServiceException se)
}
