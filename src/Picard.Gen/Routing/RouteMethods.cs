namespace Picard.Gen;

/// <summary>The request methods that routes tell apart, as a set.</summary>
[Flags]
public enum RouteMethods
{
    /// <summary>A method that no route can name.</summary>
    None = 0,

    /// <summary>GET.</summary>
    Get = 1,

    /// <summary>HEAD.</summary>
    Head = 2,

    /// <summary>POST.</summary>
    Post = 4,

    /// <summary>PUT.</summary>
    Put = 8,

    /// <summary>DELETE.</summary>
    Delete = 16,

    /// <summary>PATCH.</summary>
    Patch = 32,

    /// <summary>OPTIONS.</summary>
    Options = 64,

    /// <summary>Any method that no route can name; only a proxy takes it.</summary>
    Other = 128,
}
