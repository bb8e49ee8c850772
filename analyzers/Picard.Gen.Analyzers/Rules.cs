using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>Every rule: one sentence with the user's own names and what follows from it. Each has a page under <c>Pages</c>.</summary>
/// <remarks>Groups of PIC0xxx: 00xx declarations, 01xx routes, 02xx parameters, 03xx results, 04xx events, 05xx middleware and mounts, 06xx WebSockets, 07xx clients. 1xxx to 5xxx are in files of their own.</remarks>
internal static partial class Rules
{
    public const string PageAddress = "https://github.com/picard-gen/Picard.Gen/blob/main/analyzers/Picard.Gen.Analyzers/Pages/";

    private const string Declarations = "Picard.Declarations";
    private const string Routes = "Picard.Routes";
    private const string Parameters = "Picard.Parameters";
    private const string Results = "Picard.Results";
    private const string Events = "Picard.Events";
    private const string Middleware = "Picard.Middleware";
    private const string WebSockets = "Picard.WebSockets";

    public static readonly DiagnosticDescriptor NotPartial = Error(
        "PIC0001", Declarations, "Handlers, applications and middleware are partial",
        "'{0}' is marked [{1}] but is not partial, so nothing can be emitted into it and {2}");

    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = Error(
        "PIC0002", Declarations, "Types that contain handlers, applications or middleware are partial",
        "'{0}' contains '{1}', which is marked [{2}], but is not partial, so nothing can be emitted into '{1}' and {3}");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "PIC0003", Declarations, "Handlers, applications and middleware are ordinary classes",
        "'{0}' is marked [{1}] but {2}, so {3}");

    public static readonly DiagnosticDescriptor OutsideHandler = Error(
        "PIC0004", Declarations, "Routes are methods of handlers",
        "'{0}' is marked [{1}] but '{2}' is not marked [{3}], so {4}");

    public static readonly DiagnosticDescriptor UnsupportedMethod = Error(
        "PIC0005", Declarations, "Routes are ordinary methods",
        "'{0}' is marked [{1}] but {2}, so it cannot be called for a request");

    public static readonly DiagnosticDescriptor NoApplication = Warning(
        "PIC0006", Declarations, "A program with handlers has an application",
        "No class of this program is marked [Application], so no request reaches the handler '{0}'");

    public static readonly DiagnosticDescriptor ApplicationNotChosen = Warning(
        "PIC0007", Declarations, "With several applications, a handler names its own",
        "'{0}' does not name its application, so its routes are in each of {1}");

    public static readonly DiagnosticDescriptor NotAnApplication = Error(
        "PIC0008", Declarations, "A handler names an application of its assembly",
        "'{0}' names '{1}' as its application, which {2}, so no request reaches '{0}'");

    public static readonly DiagnosticDescriptor DuplicateService = Error(
        "PIC0009", Declarations, "A service type is provided once",
        "'{0}' and '{1}' both provide '{2}', so a handler that asks for it could get either");

    public static readonly DiagnosticDescriptor UnusableService = Error(
        "PIC0010", Declarations, "Services are readable members of applications",
        "'{0}' is marked [Provides] but {1}, so no handler can get it");

    public static readonly DiagnosticDescriptor OffloadWithoutEffect = Warning(
        "PIC0016", Declarations, "What is offloaded answers requests",
        "[Offload] of '{0}' has no effect, since {1}, so its code runs wherever it is called from");

    public static readonly DiagnosticDescriptor SeveralConstructors = Error(
        "PIC0011", Declarations, "Handlers, applications and middleware have one constructor",
        "'{0}' has {1} constructors, so the one that takes its services cannot be told");

    public static readonly DiagnosticDescriptor UnreadableAttribute = Error(
        "PIC0012", Declarations, "Attributes are written with their own names",
        "[{0}] on '{1}' {2}, and the generator goes by names, so it has no effect");

    public static readonly DiagnosticDescriptor ArgumentNotLiteral = Error(
        "PIC0013", Declarations, "Arguments of attributes are literals",
        "The argument of [{0}] on '{1}' is not a literal, and the generator sees text but not values, so it has no effect");

    public static readonly DiagnosticDescriptor NoRoutes = Info(
        "PIC0014", Declarations, "A handler has routes",
        "'{0}' is marked [Handler] but has no method with a route, so it answers no request");

    public static readonly DiagnosticDescriptor NothingToDescribe = Error(
        "PIC0015", Declarations, "What is described is an application",
        "'{0}' is marked [OpenApi] but not [Application], so there is nothing to describe");

    public static readonly DiagnosticDescriptor InvalidPattern = Error(
        "PIC0101", Routes, "Route patterns are valid",
        "The pattern '{0}' of '{1}' {2}, so no request {3}");

    public static readonly DiagnosticDescriptor DuplicateRoute = Error(
        "PIC0102", Routes, "A request method and path have one route",
        "'{0}' and '{1}' both answer {2} {3}, so one of them could never be called");

    public static readonly DiagnosticDescriptor AmbiguousRoute = Error(
        "PIC0103", Routes, "Overlapping routes have an order",
        "'{0}' ({1}) and '{2}' ({3}) both match {4} and neither is more specific, so which one is called would be an accident");

    public static readonly DiagnosticDescriptor UnreachableRoute = Error(
        "PIC0104", Routes, "Every route can be reached",
        "'{0}' ({1}) is never called, because '{2}' ({3}) and other routes answer every request that it matches");

    public static readonly DiagnosticDescriptor DuplicateFallback = Error(
        "PIC0105", Routes, "An application has one fallback",
        "'{0}' and '{1}' are both marked [Fallback], so one of them could never be called");

    public static readonly DiagnosticDescriptor InvalidDocumentPath = Error(
        "PIC0106", Routes, "The path of a description is a path",
        "The path '{0}' of [OpenApi] on '{1}' {2}, so the document is not served");

    public static readonly DiagnosticDescriptor HiddenByMount = Error(
        "PIC0107", Routes, "What is mounted hides no route that is more specific",
        "'{0}' ({1}) does not get {2}, because '{3}' ({4}) is mounted, so it is tried before it");

    public static readonly DiagnosticDescriptor UnboundRouteParameter = Warning(
        "PIC0201", Parameters, "Route parameters are parameters of the method",
        "The route parameter '{0}' of '{1}' is not a parameter of '{2}', so its value is lost");

    public static readonly DiagnosticDescriptor RouteTypeMismatch = Error(
        "PIC0202", Parameters, "Parameters can hold what their route parameters match",
        "'{0} {1}' of '{2}' cannot hold {3}, so such requests are answered with 400");

    public static readonly DiagnosticDescriptor OptionalMismatch = Warning(
        "PIC0203", Parameters, "Optional route parameters are optional parameters",
        "'{{{0}?}}' may be missing from the path, but '{1} {0}' of '{2}' is neither nullable nor has a default value, so such requests are answered with 400");

    public static readonly DiagnosticDescriptor ConflictingSources = Error(
        "PIC0204", Parameters, "A parameter has one source",
        "'{0}' of '{1}' is to be taken from {2} and from {3}, so where its value comes from cannot be told");

    public static readonly DiagnosticDescriptor DuplicateSource = Error(
        "PIC0205", Parameters, "A source has one parameter",
        "'{0}' and '{1}' of '{2}' are both taken from {3}, so one of them is a mistake");

    public static readonly DiagnosticDescriptor UnbindableParameter = Error(
        "PIC0206", Parameters, "Parameters can be made from a request",
        "'{0} {1}' of '{2}' cannot be made from a request; {3}");

    public static readonly DiagnosticDescriptor InvalidFieldName = Error(
        "PIC0207", Parameters, "Field names are tokens",
        "'{0}' is not a field name, so '{1}' of '{2}' would never have a value");

    public static readonly DiagnosticDescriptor ContentNotExpected = Warning(
        "PIC0208", Parameters, "GET and HEAD have no content",
        "'{0}' of '{1}' is the request content, but a {2} request has none, so it would always be empty");

    public static readonly DiagnosticDescriptor JsonNotExpected = Error(
        "PIC0209", Parameters, "JSON content comes with POST, PUT and PATCH",
        "'{0} {1}' of '{2}' could only be the content as JSON, which {3} requests do not have; use POST, PUT or PATCH, or mark a service [Service]");

    public static readonly DiagnosticDescriptor UnreadableJson = Error(
        "PIC0210", Parameters, "Parameters have a JSON shape",
        "'{0} {1}' of '{2}' cannot be read as JSON: {3}; mark the method [Json<TContext>] with a JsonSerializerContext, or a service [Service]");

    public static readonly DiagnosticDescriptor InvalidCookieName = Error(
        "PIC0211", Parameters, "Cookie names are tokens",
        "'{0}' is not a cookie name, so '{1}' of '{2}' would never have a value");

    public static readonly DiagnosticDescriptor UnboundMembers = Error(
        "PIC0212", Parameters, "Types of [Parameters] have members that can be bound",
        "'{0} {1}' of '{2}' cannot be made of its members, because {3}");

    public static readonly DiagnosticDescriptor FormNotExpected = Error(
        "PIC0213", Parameters, "Forms come with POST, PUT and PATCH",
        "'{0}' of '{1}' is a field of a form, which {2} requests do not have as content; use POST, PUT or PATCH, or take it from the query");

    public static readonly DiagnosticDescriptor FormAndContent = Error(
        "PIC0214", Parameters, "Content is read in one way",
        "'{0}' of '{1}' is a field of the form that the content is, but '{2}' is the content in another way, so one of them would have nothing");

    public static readonly DiagnosticDescriptor UnsupportedResult = Error(
        "PIC0301", Results, "Results can be sent",
        "'{0}' returns '{1}', which cannot be sent as JSON: {2}; mark the method [Json<TContext>] with a JsonSerializerContext that has the type");

    public static readonly DiagnosticDescriptor AsyncVoid = Error(
        "PIC0302", Results, "Routes are not async void",
        "'{0}' is async void, so its request would be answered before it is done and its exceptions would end the process");

    public static readonly DiagnosticDescriptor InvalidMediaType = Error(
        "PIC0303", Results, "Content types are media types",
        "'{0}' is not a media type such as 'text/html; charset=utf-8', so the {2} of '{1}' would have an invalid Content-Type");

    public static readonly DiagnosticDescriptor UnnamedLimit = Error(
        "PIC0320", Results, "No limit is asked for by name",
        "The content limit {0} of '{1}' is no limit, since {2}, so write MaxContent.Unlimited if a client may have the server hold anything");

    public static readonly DiagnosticDescriptor SlowConsumerLimit = Error(
        "PIC0321", Results, "What waits for a slow client has a limit",
        "[SlowConsumer] of '{0}' {1}, so its application fails at start: say with MaxBytes how many octets of items may wait for one client");

    public static readonly DiagnosticDescriptor SlowConsumerWithoutItems = Warning(
        "PIC0322", Results, "Policies for slow clients are for items",
        "[SlowConsumer] of '{0}' has no effect, since {1}");

    public static readonly DiagnosticDescriptor NegativeLimit = Error(
        "PIC0304", Results, "Content limits are not negative",
        "The content limit {0} of '{1}' is negative, so every request with content would be refused");

    public static readonly DiagnosticDescriptor InvalidEventRoute = Error(
        "PIC0401", Events, "Routes of event handlers are a request method and a path",
        "The route '{0}' of '{1}' {2}, so no request reaches it");

    public static readonly DiagnosticDescriptor EventOutsideHandler = Error(
        "PIC0402", Events, "Events are methods of event handlers and middleware",
        "'{0}' is marked [{1}] but '{2}' has no route such as [Handler(\"GET /path\")]{3}, so the method is never called");

    public static readonly DiagnosticDescriptor MixedHandler = Error(
        "PIC0403", Events, "A handler has routes or events",
        "'{0}' is marked [{1}] but '{2}' is an event handler, whose route is in its own attribute, so no request reaches the method");

    public static readonly DiagnosticDescriptor DuplicateEvent = Error(
        "PIC0404", Events, "An event has one method",
        "'{0}' and '{1}' are both marked [{2}], so one of them could never be called");

    public static readonly DiagnosticDescriptor UnsupportedEvent = Error(
        "PIC0405", Events, "Events are ordinary methods",
        "'{0}' is marked [{1}] but {2}, so it cannot be called for the event");

    public static readonly DiagnosticDescriptor EventParameter = Error(
        "PIC0406", Events, "Events take what they bring",
        "'{0} {1}' of '{2}' is nothing that [{3}] brings, which is {4}");

    public static readonly DiagnosticDescriptor LostInitializer = Error(
        "PIC0407", Events, "State of an exchange begins empty",
        "'{0}' belongs to an exchange and is reset before each, so its initial value is lost; make it readonly, or assign it in the method marked [OnRequest]");

    public static readonly DiagnosticDescriptor InheritedState = Error(
        "PIC0408", Events, "Event handlers and middleware inherit no state",
        "'{0}' derives from '{1}', whose field '{2}' cannot be reset, so it would pass from one exchange to the next");

    public static readonly DiagnosticDescriptor NoRequestEvent = Warning(
        "PIC0409", Events, "An event handler takes its requests",
        "'{0}' has no method marked [OnRequest], [OnContent], [OnTrailers] or [OnEnd], so nothing can answer a request");

    public static readonly DiagnosticDescriptor MixedResponseHandler = Error(
        "PIC0410", Events, "A handler of responses is nothing else",
        "'{0}' is marked [ResponseHandler] and [{1}], so whose events its methods are cannot be told");

    public static readonly DiagnosticDescriptor NoResponseEvent = Warning(
        "PIC0411", Events, "A handler of responses has events",
        "'{0}' is marked [ResponseHandler] but has no method marked [OnResponse], [OnContent] or another event, so it hears nothing of a response");

    public static readonly DiagnosticDescriptor EventOfOthers = Error(
        "PIC0412", Events, "Handlers of responses have events of their own",
        "'{0}' is marked [{1}], which a handler of responses does not get, so the method is never called{2}");

    public static readonly DiagnosticDescriptor MixedMiddleware = Error(
        "PIC0501", Middleware, "A middleware is nothing else",
        "'{0}' is marked [Middleware] and [{1}], so what its events are for cannot be told");

    public static readonly DiagnosticDescriptor NoMiddlewareEvent = Warning(
        "PIC0502", Middleware, "A middleware has events",
        "'{0}' is marked [Middleware] but has no method marked [OnRequest], [OnResponse] or another event, so it does nothing");

    public static readonly DiagnosticDescriptor EventOfHandlers = Error(
        "PIC0503", Middleware, "Middleware has events of its own",
        "'{0}' is marked [{1}], which middleware does not get, so the method is never called{2}");

    public static readonly DiagnosticDescriptor EventOutsideMiddleware = Error(
        "PIC0504", Middleware, "Events of middleware are methods of middleware",
        "'{0}' is marked [{1}], which only {3}, but '{2}' is not marked {4}, so the method is never called{5}");

    public static readonly DiagnosticDescriptor UnreachableFault = Error(
        "PIC0505", Middleware, "Every fault reaches its method",
        "'{0}' is never called, because '{1}' comes before it and takes every '{2}'");

    public static readonly DiagnosticDescriptor NotMiddleware = Error(
        "PIC0506", Middleware, "What is used is middleware",
        "'{0}' uses '{1}', which {2}, so no exchange passes through it");

    public static readonly DiagnosticDescriptor WithoutEffect = Error(
        "PIC0507", Middleware, "[Use] and [Mount] stand on what they are for",
        "[{0}] on '{1}' has no effect, because {2}");

    public static readonly DiagnosticDescriptor DuplicateUse = Warning(
        "PIC0508", Middleware, "A middleware is used once",
        "'{0}' uses '{1}' twice, so each exchange passes through it twice");

    public static readonly DiagnosticDescriptor NotMountable = Error(
        "PIC0509", Middleware, "What is mounted is an application",
        "'{0}' mounts '{1}', which {2}, so it has no routes");

    public static readonly DiagnosticDescriptor InvalidMountPrefix = Error(
        "PIC0510", Middleware, "The prefix of a mount is literal segments",
        "The prefix '{0}' of '{1}' {2}, so nothing is mounted");

    public static readonly DiagnosticDescriptor MountCycle = Error(
        "PIC0511", Middleware, "An application is not mounted in itself",
        "'{0}' mounts {1}, so creating it would never end");

    public static readonly DiagnosticDescriptor AnsweredAndContinued = Warning(
        "PIC0512", Middleware, "A request that was answered does not go on",
        "'{0}' answers and then lets the request go on, so the exchange fails; return Next.Handled after Respond");

    public static readonly DiagnosticDescriptor HandledWithoutAnswer = Warning(
        "PIC0513", Middleware, "A request that does not go on is answered",
        "'{0}' returns Next.Handled and answers nowhere, so the exchange fails; call Respond on Downstream, or on a Responder, first");

    public static readonly DiagnosticDescriptor WebSocketSignature = Error(
        "PIC0601", WebSockets, "Methods marked [WebSocket] take a WebSocket and return a task",
        "'{0}' is marked [WebSocket] but {1}, so no WebSocket can be opened for it");

    public static readonly DiagnosticDescriptor WebSocketElsewhere = Error(
        "PIC0602", WebSockets, "Only methods marked [WebSocket] have a WebSocket",
        "'{0} {1}' of '{2}' is nothing that a request has, because the method is marked [{3}] and not [WebSocket]");

    public static readonly DiagnosticDescriptor InvalidOrigin = Error(
        "PIC0603", WebSockets, "Origins are a scheme, a host and perhaps a port",
        "'{0}' in Origins of '{1}' is no origin such as 'https://example.com', so it would allow no page");

    public static readonly DiagnosticDescriptor InvalidSubprotocol = Error(
        "PIC0604", WebSockets, "Subprotocols are tokens",
        "'{0}' in Protocols of '{1}' is no token, so no client can offer it");

    public static readonly DiagnosticDescriptor InvalidKeepAlive = Error(
        "PIC0605", WebSockets, "Times that keep a WebSocket alive are at most a day",
        "{0} of '{1}' is {2} seconds, and only 0, which is none, to a day can be kept");

    private static DiagnosticDescriptor Error(string id, string category, string title, string message) => Rule(id, category, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string category, string title, string message) => Rule(id, category, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Info(string id, string category, string title, string message) => Rule(id, category, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Rule(string id, string category, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, category, severity, isEnabledByDefault: true, description: null, helpLinkUri: PageAddress + id + ".md");
}
