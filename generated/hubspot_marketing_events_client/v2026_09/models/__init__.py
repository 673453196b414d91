"""Contains all the data models used in inputs/outputs"""

from .app_info import AppInfo
from .attendance_counters import AttendanceCounters
from .batch_input_marketing_event_create_request_params import (
    BatchInputMarketingEventCreateRequestParams,
)
from .batch_input_marketing_event_email_subscriber import (
    BatchInputMarketingEventEmailSubscriber,
)
from .batch_input_marketing_event_external_unique_identifier import (
    BatchInputMarketingEventExternalUniqueIdentifier,
)
from .batch_input_marketing_event_public_object_id_delete_request import (
    BatchInputMarketingEventPublicObjectIdDeleteRequest,
)
from .batch_input_marketing_event_public_update_request_full_v2 import (
    BatchInputMarketingEventPublicUpdateRequestFullV2,
)
from .batch_input_marketing_event_subscriber import BatchInputMarketingEventSubscriber
from .batch_response_marketing_event_public_default_response import (
    BatchResponseMarketingEventPublicDefaultResponse,
)
from .batch_response_marketing_event_public_default_response_v2 import (
    BatchResponseMarketingEventPublicDefaultResponseV2,
)
from .batch_response_subscriber_email_response import (
    BatchResponseSubscriberEmailResponse,
)
from .batch_response_subscriber_vid_response import BatchResponseSubscriberVidResponse
from .collection_response_marketing_event_public_read_response_v2_forward_paging import (
    CollectionResponseMarketingEventPublicReadResponseV2ForwardPaging,
)
from .collection_response_search_public_response_wrapper_no_paging import (
    CollectionResponseSearchPublicResponseWrapperNoPaging,
)
from .collection_response_with_total_marketing_event_identifiers_response import (
    CollectionResponseWithTotalMarketingEventIdentifiersResponse,
)
from .collection_response_with_total_participation_breakdown import (
    CollectionResponseWithTotalParticipationBreakdown,
)
from .collection_response_with_total_public_list import (
    CollectionResponseWithTotalPublicList,
)
from .contact_association import ContactAssociation
from .crm_property_wrapper import CrmPropertyWrapper
from .error import Error
from .error_context import ErrorContext
from .error_detail import ErrorDetail
from .event_detail_settings import EventDetailSettings
from .event_detail_settings_url import EventDetailSettingsUrl
from .forward_paging import ForwardPaging
from .get_participations_breakdown_by_contact_id_state import (
    GetParticipationsBreakdownByContactIdState,
)
from .get_participations_breakdown_by_external_event_id_state import (
    GetParticipationsBreakdownByExternalEventIdState,
)
from .get_participations_breakdown_by_marketing_event_id_state import (
    GetParticipationsBreakdownByMarketingEventIdState,
)
from .links import Links
from .marketing_event_association import MarketingEventAssociation
from .marketing_event_complete_request_params import MarketingEventCompleteRequestParams
from .marketing_event_create_request_params import MarketingEventCreateRequestParams
from .marketing_event_default_response import MarketingEventDefaultResponse
from .marketing_event_email_subscriber import MarketingEventEmailSubscriber
from .marketing_event_email_subscriber_contact_properties import (
    MarketingEventEmailSubscriberContactProperties,
)
from .marketing_event_email_subscriber_properties import (
    MarketingEventEmailSubscriberProperties,
)
from .marketing_event_external_unique_identifier import (
    MarketingEventExternalUniqueIdentifier,
)
from .marketing_event_identifiers_response import MarketingEventIdentifiersResponse
from .marketing_event_public_default_response import MarketingEventPublicDefaultResponse
from .marketing_event_public_default_response_v2 import (
    MarketingEventPublicDefaultResponseV2,
)
from .marketing_event_public_object_id_delete_request import (
    MarketingEventPublicObjectIdDeleteRequest,
)
from .marketing_event_public_read_response import MarketingEventPublicReadResponse
from .marketing_event_public_read_response_v2 import MarketingEventPublicReadResponseV2
from .marketing_event_public_update_request_full_v2 import (
    MarketingEventPublicUpdateRequestFullV2,
)
from .marketing_event_public_update_request_v2 import (
    MarketingEventPublicUpdateRequestV2,
)
from .marketing_event_subscriber import MarketingEventSubscriber
from .marketing_event_subscriber_properties import MarketingEventSubscriberProperties
from .marketing_event_update_request_params import MarketingEventUpdateRequestParams
from .next_page import NextPage
from .paging import Paging
from .participation_associations import ParticipationAssociations
from .participation_breakdown import ParticipationBreakdown
from .participation_properties import ParticipationProperties
from .previous_page import PreviousPage
from .property_value import PropertyValue
from .property_value_input import PropertyValueInput
from .public_list import PublicList
from .record_by_contact_emails_subscriber_state import (
    RecordByContactEmailsSubscriberState,
)
from .record_by_contact_id_subscriber_state import RecordByContactIdSubscriberState
from .record_by_contact_ids_subscriber_state import RecordByContactIdsSubscriberState
from .record_by_email_subscriber_state import RecordByEmailSubscriberState
from .search_public_response_wrapper import SearchPublicResponseWrapper
from .standard_error import StandardError
from .subscriber_email_response import SubscriberEmailResponse
from .subscriber_vid_response import SubscriberVidResponse
from .upsert_by_contact_email_subscriber_state import (
    UpsertByContactEmailSubscriberState,
)
from .upsert_by_contact_id_subscriber_state import UpsertByContactIdSubscriberState

__all__ = (
    "AppInfo",
    "AttendanceCounters",
    "BatchInputMarketingEventCreateRequestParams",
    "BatchInputMarketingEventEmailSubscriber",
    "BatchInputMarketingEventExternalUniqueIdentifier",
    "BatchInputMarketingEventPublicObjectIdDeleteRequest",
    "BatchInputMarketingEventPublicUpdateRequestFullV2",
    "BatchInputMarketingEventSubscriber",
    "BatchResponseMarketingEventPublicDefaultResponse",
    "BatchResponseMarketingEventPublicDefaultResponseV2",
    "BatchResponseSubscriberEmailResponse",
    "BatchResponseSubscriberVidResponse",
    "CollectionResponseMarketingEventPublicReadResponseV2ForwardPaging",
    "CollectionResponseSearchPublicResponseWrapperNoPaging",
    "CollectionResponseWithTotalMarketingEventIdentifiersResponse",
    "CollectionResponseWithTotalParticipationBreakdown",
    "CollectionResponseWithTotalPublicList",
    "ContactAssociation",
    "CrmPropertyWrapper",
    "Error",
    "ErrorContext",
    "ErrorDetail",
    "EventDetailSettings",
    "EventDetailSettingsUrl",
    "ForwardPaging",
    "GetParticipationsBreakdownByContactIdState",
    "GetParticipationsBreakdownByExternalEventIdState",
    "GetParticipationsBreakdownByMarketingEventIdState",
    "Links",
    "MarketingEventAssociation",
    "MarketingEventCompleteRequestParams",
    "MarketingEventCreateRequestParams",
    "MarketingEventDefaultResponse",
    "MarketingEventEmailSubscriber",
    "MarketingEventEmailSubscriberContactProperties",
    "MarketingEventEmailSubscriberProperties",
    "MarketingEventExternalUniqueIdentifier",
    "MarketingEventIdentifiersResponse",
    "MarketingEventPublicDefaultResponse",
    "MarketingEventPublicDefaultResponseV2",
    "MarketingEventPublicObjectIdDeleteRequest",
    "MarketingEventPublicReadResponse",
    "MarketingEventPublicReadResponseV2",
    "MarketingEventPublicUpdateRequestFullV2",
    "MarketingEventPublicUpdateRequestV2",
    "MarketingEventSubscriber",
    "MarketingEventSubscriberProperties",
    "MarketingEventUpdateRequestParams",
    "NextPage",
    "Paging",
    "ParticipationAssociations",
    "ParticipationBreakdown",
    "ParticipationProperties",
    "PreviousPage",
    "PropertyValue",
    "PropertyValueInput",
    "PublicList",
    "RecordByContactEmailsSubscriberState",
    "RecordByContactIdsSubscriberState",
    "RecordByContactIdSubscriberState",
    "RecordByEmailSubscriberState",
    "SearchPublicResponseWrapper",
    "StandardError",
    "SubscriberEmailResponse",
    "SubscriberVidResponse",
    "UpsertByContactEmailSubscriberState",
    "UpsertByContactIdSubscriberState",
)
