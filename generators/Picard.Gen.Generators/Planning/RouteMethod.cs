namespace Picard.Gen.Generators;

/// <summary>The request methods that a route attribute can name, in the order in which <c>Allow</c> lists them.</summary>
internal enum RouteMethod
{
    Get,
    Head,
    Post,
    Put,
    Delete,
    Patch,
    Options,
}
